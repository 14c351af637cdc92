package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PostgresPositionTest {

  @Property
  void positionsOrderAsTextAsTheyDoInTheLog(
      @ForAll long left, @ForAll long right, @ForAll boolean leftRead, @ForAll boolean rightRead) {
    int inTheLog = Long.compareUnsigned(left, right);
    int expected = inTheLog != 0 ? inTheLog : Boolean.compare(rightRead, leftRead);

    int asText =
        new PostgresPosition(left, leftRead)
            .sortable()
            .compareTo(new PostgresPosition(right, rightRead).sortable());

    assertThat(Integer.signum(asText)).isEqualTo(Integer.signum(expected));
  }

  @Property
  void aReadIsBeforeAChangeAtTheSamePlace(@ForAll long lsn) {
    assertThat(new PostgresPosition(lsn, true).sortable())
        .isLessThan(new PostgresPosition(lsn, false).sortable());
  }

  @Property
  void everyPositionIsEquallyLong(@ForAll long lsn, @ForAll boolean read) {
    assertThat(new PostgresPosition(lsn, read).sortable()).matches("[0-9a-f]{16}\\.[01]");
  }
}

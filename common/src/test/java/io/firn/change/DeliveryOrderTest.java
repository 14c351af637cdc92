package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Connector;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Law 5 where the source says nothing of its log: delivery orders, the mark only names. */
class DeliveryOrderTest {

  @Property
  void laterDeliveryIsGreaterWhateverTheMarksSay(
      @ForAll @LongRange(min = 0) long left,
      @ForAll @LongRange(min = 0) long right,
      @ForAll long leftMillis,
      @ForAll long rightMillis) {
    int asText = position("", left, leftMillis).compareTo(position("", right, rightMillis));

    if (left != right) {
      assertThat(Integer.signum(asText)).isEqualTo(Long.compare(left, right));
    }
  }

  @Property
  void aLaterEraIsGreaterWhateverTheOffsetsSay(
      @ForAll @IntRange(max = 0xFFFE) int era,
      @ForAll @LongRange(min = 0) long left,
      @ForAll @LongRange(min = 0) long right) {
    assertThat(position(era(era), left, 1)).isLessThan(position(era(era + 1), right, 1));
  }

  @Property
  void whatIsSentAgainHasTheSameMark(
      @ForAll @LongRange(min = 0) long first,
      @ForAll @LongRange(min = 0) long second,
      @ForAll long millis,
      @ForAll @IntRange(max = 2) int era) {
    String marked = PositionOrder.DELIVERY.marked(position(era(era), first, millis));

    assertThat(marked)
        .isEqualTo(PositionOrder.DELIVERY.marked(position(era(era), second, millis)))
        .isEqualTo(era(era) + mark(millis));
  }

  @Property
  void aSourcesOwnPositionStaysAsItIs(@ForAll @LongRange(min = 0) long offset) {
    String position = PositionOrder.SOURCE.position("~0001", offset, "00ff.1.00ff");

    assertThat(position).isEqualTo("~000100ff.1.00ff");
    assertThat(PositionOrder.SOURCE.marked(position)).isEqualTo(position);
  }

  @ParameterizedTest
  @EnumSource(Connector.class)
  void onlyMongoDbIsOrderedByDelivery(Connector connector) {
    assertThat(PositionOrder.of(connector))
        .isEqualTo(connector == Connector.MONGODB ? PositionOrder.DELIVERY : PositionOrder.SOURCE);
  }

  private static String position(String era, long offset, long millis) {
    return PositionOrder.DELIVERY.position(era, offset, mark(millis));
  }

  private static String mark(long millis) {
    return new MongoMark(millis, 7, Optional.empty()).sortable();
  }

  private static String era(int number) {
    return number == 0 ? "" : "~%04x".formatted(number);
  }
}

package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.KafkaRange;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every offset of a range is accounted for once, or nothing is committed. */
class LedgerTest {
  private static final UnitName UNIT = UnitName.parse("bronze:orders");
  private static final TopicPartition FIRST = new TopicPartition("a.orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("a.orders", 1);

  @Test
  void offsetsWithoutARecordAreGaps() {
    PartitionCount count = count(FIRST);
    count.read(10);
    count.countWritten();
    count.read(12);
    count.countTombstone();
    count.read(13);
    count.countQuarantined();

    assertThat(Ledger.of(UNIT, range(FIRST, 10, 16), List.of(count)))
        .containsExactly(new LedgerEntry(FIRST, new OffsetRange(10, 16), 1, 0, 1, 3, 1));
  }

  @Test
  void aPartitionThatGaveNothingIsAllGaps() {
    assertThat(Ledger.of(UNIT, range(FIRST, 10, 12), List.of()))
        .containsExactly(new LedgerEntry(FIRST, new OffsetRange(10, 12), 0, 0, 0, 2, 0));
  }

  @Test
  void aRecordOutsideTheRangeIsRefused() {
    assertUnbalanced(range(FIRST, 10, 12), read(FIRST, 12));
    assertUnbalanced(range(FIRST, 10, 12), read(FIRST, 9));
    assertUnbalanced(range(FIRST, 10, 12), read(SECOND, 10));
  }

  @Test
  void anOffsetReadTwiceIsRefused() {
    assertUnbalanced(range(FIRST, 10, 12), read(FIRST, 10), read(FIRST, 10));
  }

  @Test
  void aPartitionReadInTwoPiecesIsOneEntry() {
    PartitionCount later = read(FIRST, 11);
    later.countWritten();
    PartitionCount earlier = read(FIRST, 10);
    earlier.countTombstone();

    assertThat(Ledger.of(UNIT, range(FIRST, 10, 13), List.of(later, earlier)))
        .containsExactly(new LedgerEntry(FIRST, new OffsetRange(10, 13), 1, 0, 1, 1, 0));
  }

  @Test
  void moreRowsThanOffsetsAreRefused() {
    PartitionCount count = read(FIRST, 10);
    count.countWritten();
    count.countWritten();

    assertUnbalanced(range(FIRST, 10, 11), count);
  }

  @Test
  void aReaderThatGoesBackIsStopped() {
    PartitionCount count = read(FIRST, 10);

    assertThatThrownBy(() -> count.read(10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a.orders-0: offset 10 was read after offset 10");
  }

  @Test
  void totalsAreTheSumsOfAllPartitions() {
    List<LedgerEntry> ledger =
        List.of(
            new LedgerEntry(FIRST, new OffsetRange(0, 10), 1, 0, 2, 3, 4),
            new LedgerEntry(SECOND, new OffsetRange(5, 10), 5, 0, 0, 0, 0));

    assertThat(Ledger.totals(ledger))
        .isEqualTo(
            Map.of(
                "offsets",
                15L,
                "written",
                6L,
                "duplicates",
                0L,
                "tombstones",
                2L,
                "gaps",
                3L,
                "quarantined",
                4L));
  }

  @Test
  void itsTextReadsBack() {
    List<LedgerEntry> ledger =
        List.of(
            new LedgerEntry(FIRST, new OffsetRange(0, 15), 1, 2, 3, 4, 5),
            new LedgerEntry(SECOND, new OffsetRange(1L << 40, (1L << 40) + 1), 1, 0, 0, 0, 0));

    assertThat(Ledger.parse(Ledger.text(ledger))).isEqualTo(ledger);
  }

  private static PartitionCount read(TopicPartition partition, long offset) {
    PartitionCount count = count(partition);
    count.read(offset);
    return count;
  }

  private static KafkaRange range(TopicPartition partition, long start, long end) {
    return new KafkaRange(new TreeMap<>(Map.of(partition, new OffsetRange(start, end))));
  }

  private static void assertUnbalanced(KafkaRange range, PartitionCount... counts) {
    assertThatThrownBy(() -> Ledger.of(UNIT, range, List.of(counts)))
        .hasMessageContaining("The ledger of bronze:orders does not balance")
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.INTERNAL));
  }

  private static PartitionCount count(TopicPartition partition) {
    return new PartitionCount(partition, new PositionTrack(true, Optional.empty()));
  }
}

package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.model.ErrorKind;
import io.firn.model.Fate;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every offset of a range is accounted for once, or nothing is committed. */
class LedgerTest {
  private static final BronzeTable TABLE =
      new BronzeTable("orders", Pattern.compile(".*orders"), Connector.POSTGRESQL, Format.JSON);
  private static final UnitName UNIT = UnitName.parse("bronze:orders");
  private static final TopicPartition FIRST = new TopicPartition("a.orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("a.orders", 1);

  @Test
  void offsetsWithoutARecordAreGaps() {
    PartitionCount count = count(FIRST);
    count.read(10);
    count.count(Fate.WRITTEN);
    count.read(12);
    count.count(Fate.TOMBSTONE);
    count.read(13);
    count.count(Fate.QUARANTINED);

    assertThat(of(range(FIRST, 10, 16), count))
        .containsExactly(
            new LedgerEntry(
                FIRST,
                new OffsetRange(10, 16),
                Map.of(
                    Fate.WRITTEN, 1L, Fate.TOMBSTONE, 1L, Fate.CONTROL, 3L, Fate.QUARANTINED, 1L)));
  }

  @Test
  void aPartitionThatGaveNothingIsAllGaps() {
    assertThat(of(range(FIRST, 10, 12)))
        .containsExactly(new LedgerEntry(FIRST, new OffsetRange(10, 12), Map.of(Fate.CONTROL, 2L)));
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
    later.count(Fate.WRITTEN);
    PartitionCount earlier = read(FIRST, 10);
    earlier.count(Fate.TOMBSTONE);

    assertThat(of(range(FIRST, 10, 13), later, earlier))
        .containsExactly(
            new LedgerEntry(
                FIRST,
                new OffsetRange(10, 13),
                Map.of(Fate.WRITTEN, 1L, Fate.TOMBSTONE, 1L, Fate.CONTROL, 1L)));
  }

  @Test
  void moreRowsThanOffsetsAreRefused() {
    PartitionCount count = read(FIRST, 10);
    count.count(Fate.WRITTEN);
    count.count(Fate.WRITTEN);

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
            new LedgerEntry(
                FIRST,
                new OffsetRange(0, 10),
                Map.of(
                    Fate.WRITTEN, 1L, Fate.TOMBSTONE, 2L, Fate.CONTROL, 3L, Fate.QUARANTINED, 4L)),
            new LedgerEntry(SECOND, new OffsetRange(5, 10), Map.of(Fate.WRITTEN, 5L)));

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
                "control",
                3L,
                "quarantined",
                4L));
  }

  @Test
  void itsTextReadsBack() {
    List<LedgerEntry> ledger =
        List.of(
            new LedgerEntry(
                FIRST,
                new OffsetRange(0, 15),
                Map.of(
                    Fate.WRITTEN,
                    1L,
                    Fate.DUPLICATE,
                    2L,
                    Fate.TOMBSTONE,
                    3L,
                    Fate.CONTROL,
                    4L,
                    Fate.QUARANTINED,
                    5L)),
            new LedgerEntry(
                SECOND, new OffsetRange(1L << 40, (1L << 40) + 1), Map.of(Fate.WRITTEN, 1L)));

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
    assertThatThrownBy(() -> of(range, counts))
        .hasMessageContaining("The ledger of bronze:orders does not balance")
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.INTERNAL));
  }

  private static List<LedgerEntry> of(KafkaRange range, PartitionCount... counts) {
    BronzePlan plan =
        new BronzePlan(
            TABLE,
            range,
            new KafkaRange(new TreeMap<>()),
            Optional.empty(),
            BronzeProgress.none("cluster"),
            List.of(),
            List.of(),
            List.of());
    return Ledger.of(plan, Ledger.joined(UNIT, List.of(counts)));
  }

  private static PartitionCount count(TopicPartition partition) {
    return new PartitionCount(partition, new PositionTrack(true, 0, Optional.empty()));
  }
}

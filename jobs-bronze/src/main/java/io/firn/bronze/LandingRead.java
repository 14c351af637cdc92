package io.firn.bronze;

import io.firn.bronze.Breaks.Break;
import io.firn.bronze.Holes.Span;
import io.firn.bronze.LandingResult.Landed;
import io.firn.bronze.PositionTrack.Overlap;
import io.firn.bronze.PositionTrack.Straggler;
import io.firn.model.Acceptance;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A unit whose records were read and accounted for.
 *
 * @param counts what was read, by partition
 */
record LandingRead(
    LandingUnit unit,
    Landed landed,
    Map<TopicPartition, PartitionCount> counts,
    List<LedgerEntry> ledger) {

  /** Where positions were seen to go back. */
  Map<TopicPartition, Overlap> overlaps() {
    Map<TopicPartition, Overlap> overlaps = new TreeMap<>();
    counts.forEach(
        (partition, count) ->
            count.positions().overlapping().ifPresent(found -> overlaps.put(partition, found)));
    return overlaps;
  }

  /** Where two or more offsets in a row of {@code entry}'s partition brought no record. */
  List<Span> holes(LedgerEntry entry) {
    PartitionCount count = counts.get(entry.partition());
    return (count == null ? PartitionCount.none(entry.partition()) : count)
        .holes(unit.plan().range().partitions().get(entry.partition()))
        .spans();
  }

  /**
   * @throws FirnException EXPECTATION when more records were refused than the unit's settings allow
   */
  void requireFewRefused() {
    Refusals refusals = new Refusals();
    long records = 0;
    for (PartitionCount count : new TreeMap<>(counts).values()) {
      refusals = refusals.and(count.refusals());
      records += count.records();
    }
    QuarantineLimit.check(unit.name(), unit.plan().table().quarantine(), records, refusals);
  }

  LandingRead with(List<LedgerEntry> named) {
    return new LandingRead(unit, landed, counts, named);
  }

  /** The progress once this is committed. */
  BronzeProgress reached() {
    Map<TopicPartition, PositionTrack> met = new TreeMap<>();
    counts.forEach((partition, count) -> met.put(partition, count.positions()));
    return unit.plan().next().reaching(met);
  }

  /**
   * Breaks that showed while the records were read and that a person lets pass.
   *
   * @throws FirnException HISTORY when one is not accepted
   */
  List<Break> accepted() {
    Breaks breaks = unit.breaks();
    List<Break> accepted = new ArrayList<>(unit.plan().accepted());
    counts.forEach(
        (partition, count) -> {
          count
              .positions()
              .straggler()
              .map(straggler -> goesBack(partition, straggler))
              .ifPresent(
                  found -> {
                    if (!breaks.accepts(Acceptance.Kind.LATE_EVENTS, partition.topic())) {
                      throw Breaks.refusal(
                          unit.name(),
                          found,
                          List.of(
                              Acceptance.Kind.POSITIONS_RESTARTED, Acceptance.Kind.LATE_EVENTS));
                    }
                    accepted.add(found);
                  });
          int era = unit.plan().next().era(partition);
          if (count.positions().era() > era) {
            accepted.add(restarted(partition, era, count.positions().era()));
          }
        });
    return accepted;
  }

  private static Break goesBack(TopicPartition partition, Straggler straggler) {
    return new Break(
        Acceptance.Kind.LATE_EVENTS,
        partition.topic(),
        "Positions of the source went backwards, and not because events were sent again",
        partition + ", offset " + straggler.offset(),
        "a position above " + straggler.below() + ", or an event that was landed before",
        "position " + straggler.position());
  }

  private static Break restarted(TopicPartition partition, int before, int after) {
    return new Break(
        Acceptance.Kind.POSITIONS_RESTARTED,
        partition.topic(),
        "Positions of the source went backwards, and not because events were sent again",
        partition.toString(),
        "era " + before,
        "era " + after);
  }
}

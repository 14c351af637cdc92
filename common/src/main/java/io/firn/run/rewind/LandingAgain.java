package io.firn.run.rewind;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what the next run would have to land again, and whether it can. */
public interface LandingAgain {

  /**
   * Asks the broker.
   *
   * @param stands the bronze tables that a rewind moves
   * @throws io.firn.model.FirnException TRANSIENT when the broker does not answer
   */
  Map<UnitName, Again> of(Map<UnitName, Cut.Stand> stands);

  /**
   * What goes back of one table.
   *
   * @param offsets how many Kafka offsets
   * @param lost those that the broker no longer holds
   */
  record Again(long offsets, List<Lost> lost) {
    public Again {
      lost = List.copyOf(lost);
    }
  }

  /** Offsets that the next run could not land. */
  record Lost(TopicPartition partition, OffsetRange offsets, String why) {
    private static final int TOLD = 3;

    /** Why a rewind that loses these offsets is refused; empty when it loses none. */
    public static Optional<Failure> failure(List<Lost> lost, Target target) {
      if (lost.isEmpty()) {
        return Optional.empty();
      }
      List<String> told =
          lost.stream()
              .limit(TOLD)
              .map(
                  part ->
                      part.partition()
                          + " offsets "
                          + part.offsets().start()
                          + " to "
                          + part.offsets().end()
                          + ": "
                          + part.why())
              .toList();
      return Optional.of(
          new Failure(
              ErrorKind.HISTORY,
              "Kafka no longer holds what a rewind to " + target + " takes back",
              lost.size() + " topic-partitions",
              "every offset still kept, so that the next run can land it again",
              String.join("; ", told) + (lost.size() > TOLD ? "; …" : ""),
              "Nothing was changed. Rewind less far, restore the records, or lose these rows for good"
                  + " with --beyond-retention."));
    }
  }
}

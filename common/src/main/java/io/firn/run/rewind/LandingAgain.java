package io.firn.run.rewind;

import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Map;

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
  record Lost(TopicPartition partition, OffsetRange offsets, String why) {}
}

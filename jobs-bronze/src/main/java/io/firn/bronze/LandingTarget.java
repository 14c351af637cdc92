package io.firn.bronze;

import io.firn.config.Connector;
import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;

/**
 * What a landing task needs to know of one unit; travels to the executors.
 *
 * @param changes the bronze table, a serializable copy
 * @param quarantinedUpTo per partition the first offset whose refused records are not in quarantine
 *     yet: a run that crashed after its quarantine commit must not write them again
 * @param highs per partition the greatest position landed before
 * @param repeats what is known where positions were seen to go back; of those partitions every
 *     slice is read from its start to its end by one task
 */
record LandingTarget(
    String unit,
    Pattern topics,
    boolean namesTenant,
    Connector connector,
    Table changes,
    Map<TopicPartition, Long> quarantinedUpTo,
    Map<TopicPartition, String> highs,
    Map<TopicPartition, Repeats> repeats)
    implements Serializable {

  /** The same unit, when its partitions are read once more to tell repeats apart. */
  LandingTarget telling(Map<TopicPartition, Repeats> known) {
    return new LandingTarget(
        unit, topics, namesTenant, connector, changes, quarantinedUpTo, highs, known);
  }
}

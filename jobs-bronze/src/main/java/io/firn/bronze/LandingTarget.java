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
 * @param registry where the schemas of its records are; none when the records are JSON
 * @param changes the bronze table, a serializable copy
 * @param standings per partition where it stands before the run
 * @param repeats what is known where positions were seen to go back; of those partitions every
 *     slice is read from its start to its end by one task
 */
record LandingTarget(
    String unit,
    Pattern topics,
    boolean namesTenant,
    Connector connector,
    RegistryAccess registry,
    Table changes,
    Map<TopicPartition, Standing> standings,
    Map<TopicPartition, Repeats> repeats)
    implements Serializable {

  /** The same unit, when its partitions are read once more to tell repeats apart. */
  LandingTarget telling(Map<TopicPartition, Repeats> known) {
    return new LandingTarget(
        unit, topics, namesTenant, connector, registry, changes, standings, known);
  }
}

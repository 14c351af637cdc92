package io.firn.bronze;

import io.firn.config.Connector;
import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;

/**
 * What every landing task needs to know; travels to the executors.
 *
 * @param changes the bronze table, a serializable copy
 * @param quarantine the quarantine table, a serializable copy
 * @param quarantinedUpTo per partition the first offset whose refused records are not in quarantine
 *     yet: a run that crashed after its quarantine commit must not write them again
 * @param landedAtMicros the run's start in microseconds since 1970
 */
record LandingTarget(
    String unit,
    Pattern topics,
    boolean namesTenant,
    Connector connector,
    Table changes,
    Table quarantine,
    Map<TopicPartition, Long> quarantinedUpTo,
    Landing landing)
    implements Serializable {

  /** The run's stamp on each row. */
  record Landing(String runKey, String operationId, long landedAtMicros) implements Serializable {}
}

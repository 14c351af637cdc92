package io.firn.bronze;

import io.firn.commit.WrittenFiles;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What one task did.
 *
 * @param schemas embedded schemas met, by id
 */
record LandingResult(
    WrittenFiles changes,
    WrittenFiles refused,
    List<PartitionCount> counts,
    Map<String, EmbeddedSchema> schemas)
    implements Serializable {

  /** A schema and a topic it was met on. */
  record EmbeddedSchema(String topic, byte[] text) implements Serializable {}
}

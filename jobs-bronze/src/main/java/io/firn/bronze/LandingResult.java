package io.firn.bronze;

import io.firn.commit.WrittenFiles;
import io.firn.model.Failure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tasks did, by the units' places among the run's targets.
 *
 * @param failed units whose records could not be read; their other results do not count
 */
record LandingResult(Map<Integer, Landed> units, Map<Integer, Failure> failed)
    implements Serializable {

  /**
   * What was done for one unit.
   *
   * @param schemas embedded schemas met, by id
   */
  record Landed(
      WrittenFiles changes,
      WrittenFiles refused,
      List<PartitionCount> counts,
      Map<String, EmbeddedSchema> schemas)
      implements Serializable {
    /** What is done for a unit whose ranges hold no records. */
    static final Landed NOTHING =
        new Landed(
            WrittenFiles.ofData(List.of()), WrittenFiles.ofData(List.of()), List.of(), Map.of());

    static Landed merge(List<Landed> parts) {
      List<PartitionCount> counts = new ArrayList<>();
      Map<String, EmbeddedSchema> schemas = new LinkedHashMap<>();
      for (Landed part : parts) {
        counts.addAll(part.counts);
        schemas.putAll(part.schemas);
      }
      return new Landed(
          WrittenFiles.merge(parts.stream().map(Landed::changes).toList()),
          WrittenFiles.merge(parts.stream().map(Landed::refused).toList()),
          counts,
          schemas);
    }
  }

  /** A schema and a topic it was met on. */
  record EmbeddedSchema(String topic, byte[] text) implements Serializable {}

  /** Results of all tasks as one. */
  static LandingResult merge(List<LandingResult> results) {
    Map<Integer, List<Landed>> parts = new TreeMap<>();
    Map<Integer, Failure> failed = new TreeMap<>();
    for (LandingResult result : results) {
      result.units.forEach(
          (unit, landed) -> parts.computeIfAbsent(unit, none -> new ArrayList<>()).add(landed));
      result.failed.forEach(failed::putIfAbsent);
    }
    Map<Integer, Landed> units = new TreeMap<>();
    parts.forEach((unit, landed) -> units.put(unit, Landed.merge(landed)));
    return new LandingResult(units, failed);
  }
}

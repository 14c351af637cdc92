package io.firn.bronze;

import io.firn.bronze.Breaks.Break;
import io.firn.config.BronzeTable;
import io.firn.model.KafkaRange;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.run.PlanSummary;
import io.firn.run.UnitPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The offsets that a run lands.
 *
 * @param lost offsets in front of them that retention took, as accepted
 * @param expected progress text that the run starts from, for the fence
 * @param next the progress once all is landed; positions and eras are those of before
 * @param accepted breaks in the topics' history that a person let pass
 * @param ddl what landing does to the table first, one sentence each
 */
record BronzePlan(
    BronzeTable table,
    KafkaRange range,
    KafkaRange lost,
    Optional<String> expected,
    BronzeProgress next,
    List<Break> accepted,
    List<String> ddl,
    List<String> notes)
    implements UnitPlan {

  /** The account's range: what is read, and what was lost in front of it. */
  KafkaRange accounted() {
    TreeMap<TopicPartition, OffsetRange> all = new TreeMap<>(range.nonEmpty().partitions());
    lost.partitions()
        .forEach(
            (partition, gone) ->
                all.put(
                    partition,
                    new OffsetRange(gone.start(), range.partitions().get(partition).end())));
    return new KafkaRange(all);
  }

  /** The same up to the ends of {@code shorter}; the rest waits for the next run. */
  BronzePlan shortenedTo(KafkaRange shorter) {
    long left = range.length() - shorter.length();
    if (left == 0) {
      return this;
    }
    List<String> said = new ArrayList<>(notes);
    said.add(left + " offsets wait for the next run, as the limits of firn.kafka say");
    return new BronzePlan(
        table, shorter, lost, expected, next.endingAt(shorter.ends()), accepted, ddl, said);
  }

  @Override
  public PlanSummary summary() {
    KafkaRange waiting = range.nonEmpty();
    List<String> said = new ArrayList<>(notes);
    if (waiting.isEmpty()) {
      said.add("no new records in " + range.topics() + " topics");
    }
    boolean ready = !waiting.isEmpty() || !accepted.isEmpty();
    return new PlanSummary(
        table.unit(),
        ready,
        text(waiting),
        waiting.length(),
        ready || expected.isEmpty() ? ddl : List.of(),
        said);
  }

  private static String text(KafkaRange range) {
    return range.isEmpty()
        ? "nothing"
        : range.length()
            + " offsets of "
            + range.partitions().size()
            + " partitions in "
            + range.topics()
            + " topics";
  }
}

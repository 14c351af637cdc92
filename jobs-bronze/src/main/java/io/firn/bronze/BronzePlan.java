package io.firn.bronze;

import io.firn.config.BronzeTable;
import io.firn.model.KafkaRange;
import io.firn.model.TopicPartition;
import io.firn.run.PlanSummary;
import io.firn.run.UnitPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The offsets that a run lands.
 *
 * @param expected progress text that the run starts from, for the fence
 * @param creates whether the table does not exist yet
 */
record BronzePlan(
    BronzeTable table,
    KafkaRange range,
    Optional<String> expected,
    BronzeProgress next,
    boolean creates,
    List<String> notes)
    implements UnitPlan {

  /** The greatest positions landed before, of the partitions in the range. */
  Map<TopicPartition, String> highs() {
    Map<TopicPartition, String> highs = new HashMap<>();
    range
        .partitions()
        .keySet()
        .forEach(partition -> next.high(partition).ifPresent(high -> highs.put(partition, high)));
    return highs;
  }

  @Override
  public PlanSummary summary() {
    KafkaRange waiting = range.nonEmpty();
    List<String> ddl = creates ? List.of("create table " + table.unit().tableName()) : List.of();
    List<String> said = new ArrayList<>(notes);
    if (waiting.isEmpty()) {
      said.add("no new records in " + range.topics() + " topics");
    }
    return new PlanSummary(
        table.unit(), !waiting.isEmpty(), text(waiting), waiting.length(), ddl, said);
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

package io.firn.bronze;

import io.firn.bronze.ReplayRequest.Offsets;
import io.firn.bronze.ReplayRequest.Times;
import io.firn.change.PositionOrder;
import io.firn.commit.Progress;
import io.firn.config.BronzeTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/** Decides which offsets a replay reads. */
final class ReplayPlanner {
  private final ReplayRequest request;
  private final JobContext context;
  private final BronzeTable table;
  private final List<String> notes = new ArrayList<>();

  ReplayPlanner(ReplayRequest request, JobContext context) {
    this.request = request;
    this.context = context;
    this.table = context.pipeline().bronze(request.unit().table()).orElseThrow();
  }

  /**
   * @throws FirnException CONFIG when nothing was landed, or no topic is meant; HISTORY when the
   *     broker's topic is another one, or no longer holds the offsets
   */
  ReplayPlan plan() {
    requireSourceOrder();
    Table target =
        Tables.load(context.catalog(), request.unit().tableName()).orElseThrow(this::nothing);
    BronzeProgress progress =
        Progress.read(target)
            .map(Progress::text)
            .map(BronzeProgress::parse)
            .orElseThrow(this::nothing);
    KafkaTopics kafka = new KafkaTopics(context.pipeline().kafka());
    Map<String, TopicState.Topic> topics = topics(kafka.state(List.of(table)), progress);
    TreeMap<TopicPartition, OffsetRange> ranges = new TreeMap<>();
    asked(topics)
        .forEach(
            (partition, range) -> {
              OffsetRange landed = landed(partition, range, progress);
              if (!landed.isEmpty()) {
                ranges.put(partition, landed);
              }
            });
    TreeMap<TopicPartition, ReplayPlan.Part> parts = new TreeMap<>();
    if (!ranges.isEmpty()) {
      new HeldRows(table, progress, context)
          .in(ranges)
          .forEach(
              (partition, held) ->
                  parts.put(partition, new ReplayPlan.Part(ranges.get(partition), held)));
    }
    return new ReplayPlan(table, target, progress, parts, notes);
  }

  /** Where order is that of delivery, what comes back late could not be put where it was. */
  private void requireSourceOrder() {
    if (PositionOrder.of(table.connector()) != PositionOrder.SOURCE) {
      throw refuse(
          ErrorKind.CONFIG,
          "A replay needs events that say where in the source's log they stand",
          "a relational connector",
          table.connector().toString(),
          "Take the table back to before the loss with 'firn rewind' and run again.");
    }
  }

  private Map<String, TopicState.Topic> topics(BrokerState broker, BronzeProgress progress) {
    TopicState state = broker.of(table);
    TreeMap<String, TopicState.Topic> meant = new TreeMap<>(state.topics());
    meant.keySet().removeIf(name -> !isMeant(name));
    if (meant.isEmpty()) {
      throw refuse(
          ErrorKind.CONFIG,
          "No topic of " + request.unit() + " is meant",
          "one of " + state.topics().keySet(),
          request
              .topic()
              .map(topic -> "topic " + topic)
              .orElse("tenant " + request.tenant().orElse("")),
          "Correct --topic or --tenant.");
    }
    meant
        .entrySet()
        .removeIf(
            topic -> {
              boolean unknown = !progress.topics().containsKey(topic.getKey());
              if (unknown) {
                notes.add(topic.getKey() + " was never landed: the next run lands it");
              }
              return unknown;
            });
    meant.forEach((name, topic) -> requireSame(state, name, topic, progress));
    return meant;
  }

  private boolean isMeant(String name) {
    if (request.topic().filter(topic -> !topic.equals(name)).isPresent()) {
      return false;
    }
    return request.tenant().isEmpty() || table.tenant(name).equals(request.tenant());
  }

  private void requireSame(
      TopicState state, String name, TopicState.Topic topic, BronzeProgress progress) {
    String landed = progress.topics().get(name).id();
    if (!state.clusterId().equals(progress.cluster()) || !topic.id().equals(landed)) {
      throw refuse(
          ErrorKind.HISTORY,
          "The topic is not the one that was landed: its offsets name other records",
          "topic " + name + " with id " + landed + " of cluster " + progress.cluster(),
          "id " + topic.id() + " of cluster " + state.clusterId(),
          "What is lacking can come from a copy of the old topic alone.");
    }
  }

  private Map<TopicPartition, OffsetRange> asked(Map<String, TopicState.Topic> topics) {
    if (request.span() instanceof Times times) {
      return new OffsetsAtTimes(context.pipeline().kafka()).between(topics, times);
    }
    Offsets offsets = (Offsets) request.span();
    TreeMap<TopicPartition, OffsetRange> asked = new TreeMap<>();
    topics.forEach(
        (name, topic) -> {
          TopicPartition partition = new TopicPartition(name, offsets.partition());
          if (offsets.partition() >= topic.partitions().size()) {
            throw refuse(
                ErrorKind.CONFIG,
                "The topic has no such partition",
                "less than " + topic.partitions().size(),
                partition.toString(),
                "Correct --partition.");
          }
          OffsetRange kept = topic.partitions().get(offsets.partition());
          if (offsets.from() < kept.start()) {
            throw refuse(
                ErrorKind.HISTORY,
                "Kafka no longer holds the offsets",
                partition + " from offset " + offsets.from(),
                "first kept offset " + kept.start(),
                "Replay from " + kept.start() + " on.");
          }
          asked.put(partition, new OffsetRange(offsets.from(), offsets.to()));
        });
    return asked;
  }

  /** What a run has landed: the rest is the next run's. */
  private OffsetRange landed(TopicPartition partition, OffsetRange asked, BronzeProgress progress) {
    long next = progress.next(partition).orElse(0);
    if (asked.end() > next) {
      notes.add(partition + " from offset " + next + " on is landed by the next run");
    }
    long end = Math.min(asked.end(), next);
    return new OffsetRange(Math.min(asked.start(), end), end);
  }

  private FirnException nothing() {
    return refuse(
        ErrorKind.CONFIG,
        "Nothing was landed in " + request.unit() + " yet",
        "a table with progress",
        "none",
        "Run 'firn run' first.");
  }

  private FirnException refuse(
      ErrorKind kind, String what, String expected, String found, String next) {
    return new FirnException(
        new Failure(kind, what, request.unit().toString(), expected, found, next));
  }
}

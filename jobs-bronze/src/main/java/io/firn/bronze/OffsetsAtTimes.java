package io.firn.bronze;

import io.firn.bronze.ReplayRequest.Times;
import io.firn.config.KafkaSettings;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;

/** Asks the broker which offsets lie between two times. */
final class OffsetsAtTimes {
  private final KafkaSettings settings;

  OffsetsAtTimes(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Per partition from the first record at or after one time to the first at or after the other;
   * with no such record, to the end.
   *
   * @throws FirnException TRANSIENT when the broker does not answer within 15 s
   */
  SortedMap<TopicPartition, OffsetRange> between(
      Map<String, TopicState.Topic> topics, Times times) {
    SortedMap<TopicPartition, OffsetRange> kept = kept(topics);
    return KafkaQuestion.answer(
        settings,
        admin -> {
          ListOffsetsResult from = ask(admin, kept, times.from());
          ListOffsetsResult to = ask(admin, kept, times.to());
          TreeMap<TopicPartition, OffsetRange> ranges = new TreeMap<>();
          for (Map.Entry<TopicPartition, OffsetRange> part : kept.entrySet()) {
            long start = offset(from, part.getKey(), part.getValue().end());
            long end = offset(to, part.getKey(), part.getValue().end());
            ranges.put(part.getKey(), new OffsetRange(Math.min(start, end), end));
          }
          return ranges;
        },
        this::unanswered);
  }

  private static SortedMap<TopicPartition, OffsetRange> kept(Map<String, TopicState.Topic> topics) {
    TreeMap<TopicPartition, OffsetRange> kept = new TreeMap<>();
    topics.forEach(
        (name, topic) -> {
          for (int partition = 0; partition < topic.partitions().size(); partition++) {
            kept.put(new TopicPartition(name, partition), topic.partitions().get(partition));
          }
        });
    return kept;
  }

  private static ListOffsetsResult ask(
      Admin admin, Map<TopicPartition, OffsetRange> partitions, Instant time) {
    Map<org.apache.kafka.common.TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions
        .keySet()
        .forEach(
            partition -> asked.put(kafka(partition), OffsetSpec.forTimestamp(time.toEpochMilli())));
    return admin.listOffsets(asked);
  }

  /** The broker answers -1 when no record is as late. */
  private static long offset(ListOffsetsResult answer, TopicPartition partition, long end)
      throws InterruptedException, ExecutionException {
    long offset = answer.partitionResult(kafka(partition)).get().offset();
    return offset < 0 ? end : Math.min(offset, end);
  }

  private static org.apache.kafka.common.TopicPartition kafka(TopicPartition partition) {
    return new org.apache.kafka.common.TopicPartition(partition.topic(), partition.partition());
  }

  private FirnException unanswered(Throwable cause) {
    return new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "The Kafka broker does not tell offsets of times",
            settings.bootstrapServers(),
            "an answer within " + KafkaQuestion.TIMEOUT_MS / 1000 + " s",
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "Check firn.kafka, the network and the credentials; or name offsets."),
        cause);
  }
}

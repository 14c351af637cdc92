package io.firn.bronze;

import io.firn.config.KafkaSettings;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers how large topics are on their disks, for the limits of a run. */
final class LogSizes {
  /** What an offset counts where sizes may not be asked for; change events are rarely smaller. */
  static final double USUAL_RECORD = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(LogSizes.class);

  private final KafkaSettings kafka;

  LogSizes(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * How many bytes an offset takes, on average, compressed as it lies there: by topic, in the order
   * of partitions.
   *
   * @throws FirnException TRANSIENT when the brokers do not answer
   */
  Map<String, List<Double>> bytesPerOffset(SortedMap<String, TopicState.Topic> topics) {
    Map<TopicPartition, Long> sizes = sizes();
    Map<String, List<Double>> averages = new TreeMap<>();
    topics.forEach(
        (name, topic) -> {
          List<Double> ofTopic = new ArrayList<>();
          for (int partition = 0; partition < topic.partitions().size(); partition++) {
            long offsets = topic.partitions().get(partition).length();
            Long size = sizes.get(new TopicPartition(name, partition));
            ofTopic.add(
                size == null || offsets == 0 ? USUAL_RECORD : Math.max(1, size) / (double) offsets);
          }
          averages.put(name, ofTopic);
        });
    return averages;
  }

  /** The largest replica of each partition: others may lag. */
  private Map<TopicPartition, Long> sizes() {
    return KafkaQuestion.answer(kafka, LogSizes::sizes, this::unanswered);
  }

  private static Map<TopicPartition, Long> sizes(Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> sizes = new HashMap<>();
    try {
      List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
      for (Map<String, LogDirDescription> folders :
          admin.describeLogDirs(brokers).allDescriptions().get().values()) {
        for (LogDirDescription folder : folders.values()) {
          folder
              .replicaInfos()
              .forEach((partition, replica) -> sizes.merge(partition, replica.size(), Math::max));
        }
      }
      return sizes;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthorizationException) {
        LOG.warn(
            "this user may not ask for topic sizes (DESCRIBE on the cluster); each offset counts {}"
                + " bytes in firn.kafka.max-bytes-per-run",
            USUAL_RECORD);
        return Map.of();
      }
      throw failed;
    }
  }

  private FirnException unanswered(Throwable cause) {
    return new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "The Kafka brokers did not tell how large their topics are",
            kafka.bootstrapServers(),
            "sizes, to keep firn.kafka.max-bytes-per-run",
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "Run again; if it stays, check the brokers."),
        cause);
  }
}

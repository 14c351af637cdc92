package io.firn.bronze;

import io.firn.config.BronzeTable;
import io.firn.config.KafkaSettings;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.OffsetRange;
import io.firn.model.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker which topics there are and how far they reach. */
final class KafkaTopics {
  private static final int TIMEOUT_MS = 15_000;

  private final KafkaSettings settings;

  KafkaTopics(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * The topics that feed {@code table}, with the offsets kept at this moment.
   *
   * @throws FirnException TRANSIENT when the broker does not answer within 15 s; CONFIG when no
   *     topic matches
   */
  TopicState state(BronzeTable table) {
    Properties client = new Properties();
    client.putAll(settings.clientProperties());
    client.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    client.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    try (Admin admin = Admin.create(client)) {
      String cluster = admin.describeCluster().clusterId().get();
      Set<String> names = admin.listTopics().names().get();
      List<String> matching =
          names.stream().filter(name -> table.topics().matcher(name).matches()).sorted().toList();
      if (matching.isEmpty()) {
        throw noTopics(table, names);
      }
      return new TopicState(cluster, describe(admin, matching));
    } catch (ExecutionException failed) {
      throw unreachable(failed.getCause());
    } catch (KafkaException failed) {
      throw unreachable(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreachable(interrupted);
    }
  }

  private static TreeMap<String, TopicState.Topic> describe(Admin admin, List<String> names)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> descriptions = admin.describeTopics(names).allTopicNames().get();
    List<TopicPartition> partitions = new ArrayList<>();
    descriptions.forEach(
        (name, description) ->
            description
                .partitions()
                .forEach(info -> partitions.add(new TopicPartition(name, info.partition()))));
    Map<TopicPartition, ListOffsetsResultInfo> starts =
        offsets(admin, partitions, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        offsets(admin, partitions, OffsetSpec.latest());
    TreeMap<String, TopicState.Topic> topics = new TreeMap<>();
    descriptions.forEach(
        (name, description) -> {
          List<OffsetRange> ranges = new ArrayList<>();
          for (int partition = 0; partition < description.partitions().size(); partition++) {
            TopicPartition key = new TopicPartition(name, partition);
            ranges.add(new OffsetRange(starts.get(key).offset(), ends.get(key).offset()));
          }
          topics.put(name, new TopicState.Topic(description.topicId().toString(), ranges));
        });
    return topics;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, spec));
    return admin.listOffsets(asked).all().get();
  }

  private FirnException noTopics(BronzeTable table, Set<String> names) {
    String wanted = table.topics().pattern();
    List<String> visible = names.stream().filter(name -> !name.startsWith("__")).sorted().toList();
    // A pattern is compared with names by its letters: the regular expression's signs are dropped.
    String letters =
        wanted.replaceAll("\\(\\?<\\w+>[^)]*\\)", "").replaceAll("[\\\\\\[\\]()*+?^$|]", "");
    List<String> near =
        visible.stream()
            .sorted(
                Comparator.comparingInt(
                    name -> Suggestion.distance(letters, tail(name, letters.length()))))
            .limit(5)
            .toList();
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "No topic matches the pattern of " + table.unit(),
            "broker " + settings.bootstrapServers() + ", pattern " + wanted,
            "at least one topic",
            visible.isEmpty()
                ? "a broker without topics"
                : "nearest names: " + String.join(", ", near),
            "Correct firn.bronze." + table.name() + ".topics, or start the connector."));
  }

  private static String tail(String name, int length) {
    return name.substring(Math.max(0, name.length() - length));
  }

  private FirnException unreachable(Throwable cause) {
    return new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "Cannot read topics from the Kafka broker",
            settings.bootstrapServers(),
            "an answer within " + TIMEOUT_MS / 1000 + " s",
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "Check firn.kafka.bootstrap-servers, the network and the credentials."),
        cause);
  }
}

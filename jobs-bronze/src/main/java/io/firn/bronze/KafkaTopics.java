package io.firn.bronze;

import io.firn.config.BronzeTable;
import io.firn.config.KafkaSettings;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.OffsetRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker, once for all tables, which topics there are and how far they reach. */
final class KafkaTopics {
  private static final DescribeTopicsOptions WITH_RIGHTS =
      new DescribeTopicsOptions().includeAuthorizedOperations(true);

  private final KafkaSettings settings;

  KafkaTopics(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * The topics that feed any of {@code tables}, with the offsets kept at this moment. Ends are
   * those of committed transactions.
   *
   * @throws FirnException TRANSIENT when the broker does not answer within 15 s
   */
  BrokerState state(Collection<BronzeTable> tables) {
    return KafkaQuestion.answer(settings, admin -> state(admin, tables), this::unreachable);
  }

  private BrokerState state(Admin admin, Collection<BronzeTable> tables)
      throws ExecutionException, InterruptedException {
    String cluster = admin.describeCluster().clusterId().get();
    Set<String> names = admin.listTopics().names().get();
    Answers answers = new Answers();
    answers.describe(admin, matching(names, tables));
    return new BrokerState(
        settings.bootstrapServers(),
        cluster,
        new TreeSet<>(names),
        answers.topics(),
        answers.failed);
  }

  private static List<String> matching(Set<String> names, Collection<BronzeTable> tables) {
    return names.stream()
        .filter(name -> tables.stream().anyMatch(table -> table.lands(name)))
        .sorted()
        .toList();
  }

  /** What came back for each topic; one that fails leaves the others alone. */
  private final class Answers {
    private final Map<String, TopicDescription> descriptions = new TreeMap<>();
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final TreeMap<String, Failure> failed = new TreeMap<>();

    private void describe(Admin admin, List<String> names) throws InterruptedException {
      for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
          admin.describeTopics(names, WITH_RIGHTS).topicNameValues().entrySet()) {
        try {
          TopicDescription description = answer.getValue().get();
          if (mayRead(description.authorizedOperations())) {
            descriptions.put(answer.getKey(), description);
          } else {
            failed.put(answer.getKey(), unread(answer.getKey(), description));
          }
        } catch (ExecutionException refused) {
          failed.put(answer.getKey(), unreadable(answer.getKey(), refused.getCause()));
        }
      }
      List<TopicPartition> partitions = new ArrayList<>();
      descriptions.forEach(
          (name, description) ->
              description
                  .partitions()
                  .forEach(info -> partitions.add(new TopicPartition(name, info.partition()))));
      // Both questions are under way before the first answer is waited for.
      ListOffsetsResult first = offsets(admin, partitions, OffsetSpec.earliest());
      ListOffsetsResult last = offsets(admin, partitions, OffsetSpec.latest());
      collect(first, partitions, starts);
      collect(last, partitions, ends);
    }

    private void collect(
        ListOffsetsResult answer, List<TopicPartition> asked, Map<TopicPartition, Long> offsets)
        throws InterruptedException {
      for (TopicPartition partition : asked) {
        try {
          offsets.put(partition, answer.partitionResult(partition).get().offset());
        } catch (ExecutionException refused) {
          failed.put(partition.topic(), unreadable(partition.toString(), refused.getCause()));
        }
      }
    }

    private TreeMap<String, TopicState.Topic> topics() {
      TreeMap<String, TopicState.Topic> topics = new TreeMap<>();
      descriptions.forEach(
          (name, description) -> {
            if (!failed.containsKey(name)) {
              topics.put(name, topic(name, description));
            }
          });
      return topics;
    }

    private TopicState.Topic topic(String name, TopicDescription description) {
      List<OffsetRange> ranges = new ArrayList<>();
      for (int partition = 0; partition < description.partitions().size(); partition++) {
        TopicPartition key = new TopicPartition(name, partition);
        // The log's start may move while the two questions are answered.
        ranges.add(new OffsetRange(Math.min(starts.get(key), ends.get(key)), ends.get(key)));
      }
      return new TopicState.Topic(description.topicId().toString(), ranges);
    }
  }

  /**
   * Looked at before anything is read: spark-sql-kafka would stop all units for one topic. Who sees
   * a topic may do something with it, so that nothing at all means a broker that does not tell.
   */
  private static boolean mayRead(Set<AclOperation> rights) {
    return rights == null
        || rights.isEmpty()
        || rights.contains(AclOperation.READ)
        || rights.contains(AclOperation.ALL);
  }

  private Failure unread(String name, TopicDescription description) {
    return KafkaRefusal.unread(
        name + " at " + settings.bootstrapServers(),
        "only " + new TreeSet<>(description.authorizedOperations()));
  }

  /**
   * Requires that {@code topics}, which are not seen any more, are gone. Brokers do not list what a
   * user may not describe; asked by name, they tell the one from the other.
   *
   * @throws FirnException CONFIG when they are hidden from this user
   */
  void requireGone(Collection<String> topics) {
    KafkaQuestion.answer(
        settings,
        admin -> {
          for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
              admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
              answer.getValue().get();
            } catch (ExecutionException refused) {
              if (refused.getCause() instanceof AuthorizationException) {
                throw new FirnException(hidden(answer.getKey(), refused.getCause()));
              }
              if (!(refused.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw refused;
              }
            }
          }
          return topics;
        },
        this::unreachable);
  }

  private Failure hidden(String topic, Throwable cause) {
    return new Failure(
        ErrorKind.CONFIG,
        "The broker does not let this user see a topic that was landed before",
        topic + " at " + settings.bootstrapServers(),
        "the rights to DESCRIBE and READ it",
        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
        "Grant them to the user in firn.kafka.options; if the topic was deleted for good, add it to"
            + " deny-topics of its table.");
  }

  private static ListOffsetsResult offsets(
      Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
    return admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
  }

  private Failure unreadable(String where, Throwable cause) {
    boolean denied = cause instanceof AuthorizationException;
    return new Failure(
        denied ? ErrorKind.CONFIG : ErrorKind.TRANSIENT,
        denied ? "The broker does not let this user read the topic" : "Cannot read the topic",
        where + " at " + settings.bootstrapServers(),
        denied ? "the rights to DESCRIBE and READ it" : "its partitions and offsets",
        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
        denied
            ? "Grant them to the user in firn.kafka.options."
            : "Run again; if it stays, look at the brokers that lead this topic.");
  }

  private FirnException unreachable(Throwable cause) {
    return new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "Cannot read topics from the Kafka broker",
            settings.bootstrapServers(),
            "an answer within " + KafkaQuestion.TIMEOUT_MS / 1000 + " s",
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "Check firn.kafka.bootstrap-servers, the network and security.protocol in"
                + " firn.kafka.options: a broker that expects TLS hangs up on others."),
        cause);
  }
}

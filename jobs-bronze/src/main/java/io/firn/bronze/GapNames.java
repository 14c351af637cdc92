package io.firn.bronze;

import io.firn.bronze.Holes.Span;
import io.firn.config.KafkaSettings;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Fate;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why the broker handed out no record for an offset. Only topics that have such offsets are
 * asked about, and only holes longer than one offset are read once more: with the records of
 * aborted transactions, which the landing does not see.
 */
final class GapNames {
  private static final Logger LOG = LoggerFactory.getLogger(GapNames.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Polls in a row that move nothing, before the broker is given up. */
  private static final int PATIENCE = 30;

  private final KafkaSettings kafka;
  private final Supplier<Map<String, Fate>> absent;

  /**
   * @param topics the topics with gaps; asked about at once, with the first entry
   */
  GapNames(KafkaSettings kafka, Set<String> topics) {
    this.kafka = kafka;
    this.absent = new Answer(() -> absent(topics));
  }

  /** Asks once; a broker that did not answer is not asked again for every unit. */
  private static final class Answer implements Supplier<Map<String, Fate>> {
    private final Supplier<Map<String, Fate>> question;
    private Map<String, Fate> answer;
    private FirnException unanswered;

    private Answer(Supplier<Map<String, Fate>> question) {
      this.question = question;
    }

    @Override
    public Map<String, Fate> get() {
      if (unanswered != null) {
        throw unanswered;
      }
      if (answer == null) {
        try {
          answer = question.get();
        } catch (FirnException failed) {
          unanswered = failed;
          throw failed;
        }
      }
      return answer;
    }
  }

  /** The topics of entries that have gaps. */
  static Set<String> topics(List<LedgerEntry> ledger) {
    return ledger.stream()
        .filter(entry -> entry.count(Fate.CONTROL) > 0)
        .map(entry -> entry.partition().topic())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * {@code ledger} with its gaps named.
   *
   * @param holes the longer holes of an entry's partition
   * @throws FirnException TRANSIENT when the broker does not answer
   */
  List<LedgerEntry> named(List<LedgerEntry> ledger, Function<LedgerEntry, List<Span>> holes) {
    if (topics(ledger).isEmpty()) {
      return ledger;
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return ledger.stream()
          .map(
              entry ->
                  entry.count(Fate.CONTROL) == 0
                      ? entry
                      : named(entry, holes.apply(entry), consumer))
          .toList();
    } catch (KafkaException failed) {
      throw KafkaRefusal.of(kafka.bootstrapServers(), failed)
          .map(FirnException::new)
          .orElseGet(() -> unanswered(failed));
    }
  }

  private LedgerEntry named(
      LedgerEntry entry, List<Span> spans, Consumer<byte[], byte[]> consumer) {
    long gaps = entry.count(Fate.CONTROL);
    TreeMap<Fate, Long> counts = new TreeMap<>(entry.counts());
    counts.remove(Fate.CONTROL);
    long aborted = 0;
    long unnamed = 0;
    TopicPartition partition =
        new TopicPartition(entry.partition().topic(), entry.partition().partition());
    for (Span span : spans) {
      try {
        aborted += Math.max(0, records(consumer, partition, span) - span.handedOut());
      } catch (OffsetOutOfRangeException gone) {
        // Retention was quicker than this look; the records are landed, only the reason is lost.
        unnamed += span.missing();
      }
    }
    counts.merge(Fate.ABORTED, aborted, Long::sum);
    counts.merge(Fate.UNNAMED, unnamed, Long::sum);
    counts.merge(absent.get().get(partition.topic()), gaps - aborted - unnamed, Long::sum);
    return new LedgerEntry(entry.partition(), entry.era(), entry.range(), counts);
  }

  /** Records within the span, those of aborted transactions included. */
  private static long records(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, Span span) {
    consumer.assign(Set.of(partition));
    consumer.seek(partition, span.range().start());
    long found = 0;
    int idle = 0;
    while (consumer.position(partition) < span.range().end()) {
      long before = consumer.position(partition);
      found +=
          consumer.poll(POLL).records(partition).stream()
              .filter(record -> span.range().contains(record.offset()))
              .count();
      idle = consumer.position(partition) == before ? idle + 1 : 0;
      if (idle > PATIENCE) {
        throw new KafkaException("no answer for " + partition + " at offset " + before);
      }
    }
    return found;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> client = new TreeMap<>(KafkaRecords.client(kafka));
    client.put("enable.auto.commit", "false");
    client.put("auto.offset.reset", "none");
    client.put("isolation.level", "read_uncommitted");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(client, bytes, bytes);
  }

  /** What an offset is that no reader sees, by topic. */
  private Map<String, Fate> absent(Set<String> topics) {
    List<ConfigResource> asked =
        topics.stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList();
    return KafkaQuestion.answer(
        kafka,
        admin -> {
          Map<String, Fate> absent = new TreeMap<>();
          for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer :
              admin.describeConfigs(asked).values().entrySet()) {
            absent.put(answer.getKey().name(), absent(answer.getKey().name(), answer.getValue()));
          }
          return absent;
        },
        this::unanswered);
  }

  private static Fate absent(String topic, KafkaFuture<Config> answer)
      throws ExecutionException, InterruptedException {
    try {
      String policy = answer.get().get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
      return policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT) ? Fate.COMPACTED : Fate.CONTROL;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthorizationException) {
        LOG.warn(
            "this user may not ask for the cleanup.policy of topic {} (DESCRIBE_CONFIGS): its"
                + " offsets without a record are counted as unnamed",
            topic);
        return Fate.UNNAMED;
      }
      throw failed;
    }
  }

  private FirnException unanswered(Throwable cause) {
    return new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "The Kafka broker did not say why offsets bring no record",
            kafka.bootstrapServers(),
            "the topics' cleanup.policy and the records of aborted transactions",
            cause.getClass().getSimpleName() + ": " + cause.getMessage(),
            "Nothing was committed. Run again."),
        cause);
  }
}

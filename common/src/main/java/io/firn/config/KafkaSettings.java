package io.firn.config;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The broker.
 *
 * @param schemaRegistry where the schemas of events in Avro are; there when any table has such
 * @param reader how bronze reads
 * @param limits how much a run takes
 * @param options further settings of Kafka's client (SASL, TLS, fetch sizes), by Kafka's own names
 */
public record KafkaSettings(
    String bootstrapServers,
    Optional<RegistrySettings> schemaRegistry,
    KafkaReader reader,
    LandingLimits limits,
    SortedMap<String, Setting> options) {
  public KafkaSettings {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** With the usual reader and limits. */
  public KafkaSettings(
      String bootstrapServers,
      Optional<RegistrySettings> schemaRegistry,
      SortedMap<String, Setting> options) {
    this(bootstrapServers, schemaRegistry, KafkaReader.CONSUMER, LandingLimits.USUAL, options);
  }

  /** Client settings, secrets revealed: {@code bootstrap.servers} and {@code options}. */
  public Map<String, String> clientProperties() {
    TreeMap<String, String> client = new TreeMap<>();
    options.forEach((key, value) -> client.put(key, value.reveal()));
    client.put("bootstrap.servers", bootstrapServers);
    return client;
  }
}

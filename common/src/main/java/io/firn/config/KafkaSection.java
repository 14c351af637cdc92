package io.firn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code firn.kafka}. */
final class KafkaSection {
  static final Key<String> BOOTSTRAP_SERVERS =
      Key.required(
          "bootstrap-servers",
          ValueType.of("host:port, several with commas", KafkaSection::servers),
          "Brokers to contact first.",
          "\"localhost:9092\"");
  static final Key<ConfigValue> SCHEMA_REGISTRY =
      new Key<>(
          "schema-registry",
          RegistryValue.TYPE,
          new Key.Absent<>("none"),
          "Registry with Confluent's API, which events in Avro need: its address, or an object with"
              + " `url` and, as the registry asks for them, `username` and `password`, `token`,"
              + " `truststore` (a JKS or PKCS12 file) and `truststore-password`; secrets as"
              + " references.",
          "{ url = \"http://localhost:8081\" }");
  static final Key<KafkaReader> READER =
      new Key<>(
          "reader",
          ValueType.oneOf(KafkaReader.class),
          new Key.Default<>(KafkaReader.CONSUMER),
          "How bronze reads: consumers that each take many partitions, or spark-sql-kafka's source.",
          "consumer");
  static final Key<Long> MAX_BYTES_PER_RUN =
      new Key<>(
          "max-bytes-per-run",
          ValueType.BYTES,
          new Key.Absent<>("`64 GiB`"),
          "What one run takes from Kafka at most, as it lies there; a backlog is eaten in steps.",
          "64 GiB");
  static final Key<Long> MAX_BYTES_PER_TENANT =
      new Key<>(
          "max-bytes-per-tenant",
          ValueType.BYTES,
          new Key.Absent<>("no limit of its own"),
          "What one run takes of one tenant at most; without tenants, of one topic.",
          "8 GiB");
  static final Key<ConfigObject> OPTIONS =
      new Key<>(
          "options",
          ValueType.SETTINGS,
          new Key.Absent<>("none"),
          "Further settings of the Kafka client by Kafka's own names; secrets as references.",
          "{ \"security.protocol\" = SASL_SSL, \"sasl.jaas.config\" = ${?JAAS} }");
  static final Section SECTION =
      new Section(
          "firn.kafka",
          "The Kafka cluster that Debezium writes to.",
          List.of(
              BOOTSTRAP_SERVERS,
              SCHEMA_REGISTRY,
              READER,
              MAX_BYTES_PER_RUN,
              MAX_BYTES_PER_TENANT,
              OPTIONS));

  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
  private static final String SERVERS_SETTING = "bootstrap.servers";

  private KafkaSection() {}

  static Optional<KafkaSettings> read(Cursor cursor) {
    Optional<String> servers = cursor.read(BOOTSTRAP_SERVERS);
    Optional<RegistrySettings> registry = RegistryValue.read(cursor, SCHEMA_REGISTRY);
    Optional<KafkaReader> reader = cursor.read(READER);
    Optional<Long> perRun = cursor.read(MAX_BYTES_PER_RUN);
    Optional<Long> perTenant = cursor.read(MAX_BYTES_PER_TENANT);
    SortedMap<String, Setting> options = SettingsReader.read(cursor, OPTIONS);
    if (options.containsKey(SERVERS_SETTING)) {
      cursor.reject(
          Cursor.below(cursor.pathOf(OPTIONS), SERVERS_SETTING),
          "contradicts firn.kafka.bootstrap-servers; set it there");
    }
    return cursor.build(
        () ->
            new KafkaSettings(
                servers.orElseThrow(),
                registry,
                reader.orElseThrow(),
                new LandingLimits(
                    perRun.orElse(LandingLimits.USUAL.bytesPerRun()),
                    perTenant.orElse(LandingLimits.NONE)),
                options));
  }

  private static String servers(String text) {
    for (String server : text.split(",", -1)) {
      Matcher parts = SERVER.matcher(server.strip());
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
        throw new IllegalArgumentException("expected host:port, found '" + server.strip() + "'");
      }
    }
    return text;
  }
}

package io.firn.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.sandbox.BrokerCertificate;
import io.firn.sandbox.SecuredKafka;
import io.firn.sandbox.junit.KafkaUser;
import io.firn.sandbox.junit.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secured broker that does not let the user in, or with settings of which no client can be made:
 * the run ends soon, says what to mend, and tells no password.
 */
@ExtendWith(Parts.class)
class RefusedUserIT {
  private static final Path FIRN = Path.of("..", "firn").toAbsolutePath().normalize();
  private static final String CANARY = "Kanarienvogel Zeisig4711";
  private static final String JAAS = "sasl.jaas.config";
  private static final String TRUSTED = "ssl.truststore.location";
  private static final String TRUST_PASSWORD = "ssl.truststore.password";
  private static final int CONFIG = 20;
  private static final Duration SOON = Duration.ofSeconds(15);

  private final SecuredKafka kafka;

  @TempDir private Path dir;
  private String tenant;

  RefusedUserIT(SecuredKafka kafka) {
    this.kafka = kafka;
  }

  /** How a {@code firn run} ended. */
  private record Ended(int exitCode, String said, Duration time) {}

  @BeforeEach
  void write() throws Exception {
    tenant = "acme-" + System.nanoTime();
    new OrderEvents(tenant).produce(kafka.broker().bootstrapServers(), 90);
    Files.writeString(
        dir.resolve("firn.conf"),
        """
        firn {
          name = refused
          catalog {
            name = lake, type = jdbc
            uri = "jdbc:sqlite:warehouse/catalog.db", warehouse = "warehouse"
          }
          kafka {
            bootstrap-servers = "%s"
            options {
              "security.protocol"       = ${SECURITY_PROTOCOL}
              "sasl.mechanism"          = ${SASL_MECHANISM}
              "sasl.jaas.config"        = ${SASL_JAAS_CONFIG}
              "ssl.truststore.type"     = ${SSL_TRUSTSTORE_TYPE}
              "ssl.truststore.location" = ${SSL_TRUSTSTORE_LOCATION}
              "ssl.truststore.password" = ${SSL_TRUSTSTORE_PASSWORD}
            }
          }
          bronze.orders { topics = "%s\\\\.shop\\\\.orders", connector = postgresql, format = json }
        }
        """
            .formatted(kafka.bootstrapServers(), tenant));
  }

  @Test
  void whoIsLetInLandsAndNoPasswordIsTold() throws Exception {
    Ended ended = run(UnaryOperator.identity());

    assertThat(ended.exitCode()).as(ended.said()).isZero();
    assertThat(Files.readString(dir.resolve("report.json"))).contains("\"committed\"");
    assertThat(filesWithSecrets()).isEmpty();
  }

  @Test
  void aWrongPassword() throws Exception {
    assertRefused(
        with(JAAS, jaas -> jaas.replace(CANARY, CANARY + " wrong")),
        "The Kafka broker does not accept this user",
        "Check sasl.mechanism and sasl.jaas.config in firn.kafka.options.");
  }

  @Test
  void aTruststoreThatDoesNotKnowTheBroker() throws Exception {
    BrokerCertificate other = BrokerCertificate.in(dir.resolve("other"));
    assertRefused(
        with(TRUSTED, none -> other.truststore().toString())
                .andThen(with(TRUST_PASSWORD, none -> other.password()))
            ::apply,
        "The Kafka broker and this client could not agree on TLS",
        "ssl.truststore.*");
  }

  @Test
  void aTruststoreThatDoesNotOpen() throws Exception {
    assertRefused(
        with(TRUST_PASSWORD, password -> CANARY),
        "No Kafka client can be made of firn.kafka.options",
        "Failed to load SSL keystore");
  }

  @Test
  void aJaasTextThatIsBrokenWithinThePassword() throws Exception {
    assertRefused(
        with(JAAS, jaas -> jaas.replace("\"" + CANARY + "\"", CANARY)),
        "No Kafka client can be made of firn.kafka.options",
        "Check sasl.jaas.config");
  }

  private void assertRefused(UnaryOperator<Map<String, String>> wrong, String what, String next)
      throws Exception {
    Ended ended = run(wrong);

    assertThat(ended.exitCode()).as(ended.said()).isEqualTo(CONFIG);
    assertThat(ended.said()).contains(what).contains(next);
    assertThat(Files.readString(dir.resolve("report.json"))).contains(what);
    assertThat(ended.time()).isLessThan(SOON);
    assertThat(filesWithSecrets()).isEmpty();
  }

  private static UnaryOperator<Map<String, String>> with(String key, UnaryOperator<String> change) {
    return client -> {
      Map<String, String> changed = new TreeMap<>(client);
      changed.computeIfPresent(key, (same, value) -> change.apply(value));
      return changed;
    };
  }

  private Ended run(UnaryOperator<Map<String, String>> change) throws Exception {
    Map<String, String> client;
    try (KafkaUser user = KafkaUser.create(kafka, tenant, CANARY)) {
      user.mayTopicsBelow(tenant, AclOperation.READ);
      client = change.apply(user.client());
    }
    Path output = dir.resolve("firn.log");
    ProcessBuilder firn =
        new ProcessBuilder(FIRN.toString(), "run", "--verbose", "--report", "report.json")
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Never builds: it would write into the build that runs this test.
    firn.environment().put("FIRN_BUILD", "never");
    client.forEach(
        (key, value) ->
            firn.environment().put(key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    long begun = System.nanoTime();
    int exitCode = firn.start().waitFor();
    return new Ended(
        exitCode, Files.readString(output), Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Below the test's folder. Of a broken text, parts alone might be told. */
  private List<String> filesWithSecrets() throws IOException {
    List<String> secrets =
        Stream.concat(Stream.of(CANARY.split(" ")), Stream.of(kafka.certificate().password()))
            .toList();
    try (Stream<Path> files = Files.walk(dir)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> secrets.stream().anyMatch(read(file)::contains))
          .map(file -> dir.relativize(file).toString())
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      // Any bytes are text in this charset.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

package io.firn.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of every kind go through a whole run, with Spark told to show all it can: UI, event log,
 * its settings in the log. No file that comes of it holds one.
 */
@ExtendWith(Parts.class)
class SecretsIT {
  private static final Path FIRN = Path.of("..", "firn").toAbsolutePath().normalize();
  private static final String CANARY = "Kanarienvogel4711";
  private static final String HIDDEN = "*********(redacted)";

  /** Firn knows none of these values before a client asks for it. */
  private static final Map<String, String> SECRETS =
      Map.of(
          "SHOP_JAAS",
          "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
              + " password=\"%s\";".formatted(CANARY),
          "SHOP_KEY_PASSWORD",
          CANARY + "-key",
          "SHOP_JDBC_PASSWORD",
          CANARY + "-jdbc",
          "SHOP_S3_SECRET",
          CANARY + "-s3",
          "SHOP_AUTHORIZATION",
          "Bearer " + CANARY,
          "SHOP_PIN",
          CANARY + "-pin");

  @TempDir private Path dir;
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @Test
  void aLocalRunTellsNoSecret(KafkaBroker kafka) throws Exception {
    Path pipeline = pipeline(kafka);

    firn("validate");
    firn("compile", "--out", "manifest.json");
    firn("plan", "--output", "json");
    try (SparkUi ui = SparkUi.watch(port, dir.resolve("ui"))) {
      firn("run", "--verbose", "--report", "report.json");
    }
    firn("verify");

    assertThat(Files.readString(dir.resolve("manifest.json"))).contains("SHOP_JAAS");
    assertThat(Files.readString(dir.resolve("report.json"))).contains("\"status\" : \"committed\"");
    assertThat(pipeline).exists();
    assertHiddenButThere(text(dir.resolve("ui")));
    assertHiddenButThere(text(dir.resolve("events")));
    assertThat(filesWithSecrets()).isEmpty();
  }

  @Test
  void aSubmittedRunTellsNoSecret(KafkaBroker kafka) throws Exception {
    Path pipeline = pipeline(kafka);
    SparkSubmit submit = new SparkSubmit(dir, SECRETS);

    try (SparkUi ui = SparkUi.watch(port, dir.resolve("ui"))) {
      assertThat(submit.run("bronze", pipeline, "nightly", dir.resolve("bronze.json"))).isZero();
      assertThat(submit.run("silver", pipeline, "nightly", dir.resolve("silver.json"))).isZero();
    }

    assertThat(Files.readString(dir.resolve("silver.json"))).contains("\"committed\"");
    assertHiddenButThere(text(dir.resolve("ui")));
    assertHiddenButThere(text(dir.resolve("events")));
    assertThat(filesWithSecrets()).isEmpty();
  }

  /** The names stand there with their values hidden: the secrets did go that way. */
  private static void assertHiddenButThere(String shown) {
    assertThat(shown)
        .contains(HIDDEN)
        .contains("spark.sql.catalog.lake.s3.secret-access-key")
        .contains("spark.sql.catalog.lake.header.Authorization")
        .contains("spark.shop.pin")
        .contains("fs.shop.pin");
  }

  /** Below the test's folder, the tables' files included. */
  private List<String> filesWithSecrets() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> read(file).contains(CANARY))
          .map(file -> dir.relativize(file).toString())
          .toList();
    }
  }

  private static String text(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(SecretsIT::read)
          .reduce("", (all, one) -> all + "\n" + one);
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

  private void firn(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(dir, arguments[0], ".log");
    ProcessBuilder firn =
        new ProcessBuilder(Stream.concat(Stream.of(FIRN.toString()), Stream.of(arguments)).toList())
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Never builds: it would write into the build that runs this test.
    firn.environment().put("FIRN_BUILD", "never");
    firn.environment().putAll(SECRETS);
    int exitCode = firn.start().waitFor();
    assertThat(exitCode).as(() -> String.join(" ", arguments) + ": " + read(output)).isZero();
  }

  private Path pipeline(KafkaBroker kafka) throws Exception {
    String tenant = "acme-" + System.nanoTime();
    new OrderEvents(tenant).produce(kafka.bootstrapServers(), 300);
    Files.createDirectories(dir.resolve("events"));
    Files.writeString(
        dir.resolve("totals.sql"),
        "SELECT tenant, status, sum(total) AS revenue FROM silver.orders GROUP BY tenant, status");
    Map<String, String> values = new TreeMap<>();
    values.put("@DIR@", dir.toString());
    values.put("@PORT@", String.valueOf(port));
    values.put("@KAFKA@", kafka.bootstrapServers());
    values.put("@TENANT@", tenant);
    String text =
        """
        firn {
          name = secrets
          catalog {
            name = lake, type = jdbc
            uri = "jdbc:sqlite:warehouse/catalog.db", warehouse = "warehouse"
            properties {
              "jdbc.password"        = ${SHOP_JDBC_PASSWORD}
              "s3.secret-access-key" = ${SHOP_S3_SECRET}
              "header.Authorization" = ${SHOP_AUTHORIZATION}
            }
          }
          kafka {
            bootstrap-servers = "@KAFKA@"
            options {
              "sasl.jaas.config" = ${SHOP_JAAS}
              "ssl.key.password" = ${SHOP_KEY_PASSWORD}
            }
          }
          spark {
            "spark.eventLog.enabled"         = true
            "spark.eventLog.compress"        = false
            "spark.eventLog.dir"             = "file://@DIR@/events"
            "spark.logConf"                  = true
            "spark.ui.enabled"               = true
            "spark.ui.port"                  = @PORT@
            "spark.shop.pin"                 = ${SHOP_PIN}
            "spark.hadoop.fs.shop.pin"       = ${SHOP_PIN}
            "spark.hadoop.fs.s3a.secret.key" = ${SHOP_S3_SECRET}
          }
          bronze.orders {
            topics = "(?<tenant>@TENANT@)\\\\.shop\\\\.orders", connector = postgresql, format = json
          }
          silver.orders {
            from = bronze.orders, key = [tenant, id]
            columns { total { type = "decimal(12,2)" } }
          }
          gold.totals { from = [silver.orders], grain = [tenant, status], sql = "totals.sql" }
        }
        """;
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return Files.writeString(dir.resolve("firn.conf"), text);
  }
}

package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {

  /** The registry is there after a build of everything only. */
  private static final Set<PartName> PARTS = EnumSet.complementOf(EnumSet.of(PartName.REGISTRY));

  @TempDir Path dir;

  @Test
  void startsAllPartsTogetherAndLeavesNoneBehind() throws SQLException {
    // Given
    List<String> progress = new ArrayList<>();
    Map<String, String> addresses;
    List<String> postgresAfterItsClose;

    // When
    try (Sandbox sandbox = Sandbox.start(dir, PARTS, progress::add)) {
      addresses = sandbox.addresses();
      stream(sandbox.postgres().orElseThrow(), sandbox.connect().orElseThrow().client());
      sandbox.postgres().orElseThrow().close();
      postgresAfterItsClose = Processes.naming(dir.resolve("postgres"));
      assertThat(sandbox.restCatalog().orElseThrow().warehouse()).startsWith("s3://firn/");
    }

    // Then
    assertThat(addresses.keySet())
        .containsExactly("kafka", "connect", "postgres", "mariadb", "s3", "rest");
    assertThat(addresses.get("kafka")).matches("127\\.0\\.0\\.1:\\d+");
    assertThat(addresses.get("connect")).matches("http://127\\.0\\.0\\.1:\\d+");
    assertThat(addresses.get("postgres"))
        .matches("jdbc:postgresql://127\\.0\\.0\\.1:\\d+/postgres");
    assertThat(addresses.get("mariadb")).matches("jdbc:mariadb://127\\.0\\.0\\.1:\\d+/");
    assertThat(progress)
        .hasSize(12)
        .containsSubsequence("kafka: starting", "connect: starting")
        .anyMatch(line -> line.matches("connect: ready at http://\\S+ \\(\\d+\\.\\d s\\)"));
    assertThat(postgresAfterItsClose).as("PostgreSQL, closed with a client on it").isEmpty();
    assertThat(Processes.naming(dir)).isEmpty();
  }

  @Test
  void whenOnePartFailsTheOthersEndAndTheErrorNamesIt() throws Exception {
    Path broken = Files.createDirectories(dir.resolve("kafka"));
    Files.writeString(broken.resolve("logs"), "a file where a folder must be");
    assertThatThrownBy(
            () -> Sandbox.start(dir, EnumSet.of(PartName.CONNECT, PartName.S3), line -> {}))
        .isInstanceOf(SandboxException.class)
        .hasMessageStartingWith(
            "Sandbox part 'kafka' did not start, and no part was left running. Cannot start part"
                + " 'kafka': expected the log line")
        .hasMessageContaining(broken.resolve("kafka.log").toString())
        .hasMessageContaining("No available log directories to format")
        .hasNoSuppressedExceptions();
    assertThat(Processes.naming(dir)).isEmpty();
  }

  @Test
  void anEmptySandboxIsNoError() {
    try (Sandbox sandbox = Sandbox.start(dir, Set.of(), line -> {})) {
      assertThat(sandbox.addresses()).isEmpty();
      assertThat(sandbox.kafka()).isEmpty();
    }
  }

  private static void stream(Postgres postgres, ConnectClient connect) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id int PRIMARY KEY)");
    }
    DatabaseAddress database = postgres.address("postgres");
    connect.register("t", DebeziumConnectors.postgres("t", "t", database, "public.t", false));
    connect.awaitRunning("t", Duration.ofSeconds(60));
  }
}

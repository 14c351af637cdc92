package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever ends the JVM of a sandbox, none of its processes stays behind. */
class LeftBehindIT {

  enum End {
    SIGKILL,
    SIGTERM
  }

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void noProcessOutlivesItsParent(End end) throws Exception {
    // Given
    Process program = start("kafka,postgres,mariadb,s3");
    await()
        .atMost(Duration.ofMinutes(2))
        .failFast(() -> !program.isAlive())
        .until(() -> Files.exists(dir.resolve("ready")));
    List<String> before = Processes.naming(dir);

    // When
    if (end == End.SIGKILL) {
      program.destroyForcibly();
    } else {
      program.destroy();
    }

    // Then
    assertThat(before)
        .anyMatch(command -> command.contains("kafka.args"))
        .anyMatch(command -> command.matches(".*/(s3|minio)\\.args.*"))
        .anyMatch(command -> command.contains("bin/postgres"))
        .anyMatch(command -> command.contains("mariadbd"));
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(Processes.naming(dir)).isEmpty());
  }

  private Process start(String parts) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            SandboxProgram.class.getName(),
            dir.toString(),
            parts)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(new File("target/sandbox-program.log")))
        .start();
  }
}

package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmIT {

  private static final Readiness STARTED = Readiness.logged("started with");

  /** What the tests run as a part. */
  public static final class Program {

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      if (args[0].equals("fail")) {
        System.err.println("the reason");
        throw new IllegalStateException("cannot go on");
      }
      System.out.println("started with " + List.of(args) + " in " + System.getenv("PLACE"));
      Thread.currentThread().join();
    }
  }

  @TempDir Path dir;

  @Test
  void passesArgumentsAndEnvironmentUnharmed() {
    try (ChildJvm child = ChildJvm.start(program("a b", "c\\d\"e'", ""), STARTED)) {
      assertThat(child.log().after("started with")).hasValue("[a b, c\\d\"e', ] in the house");
      assertThat(child.isAlive()).isTrue();
      child.close();
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void quotesTheEndOfTheLogWhenTheProcessEnds() {
    assertThatThrownBy(() -> ChildJvm.start(program("fail"), STARTED))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(
            "Cannot start part 'program': expected the log line 'started with', but its process"
                + " ended with 1. The last lines of "
                + dir.resolve("program.log"))
        .hasMessageContaining("  the reason")
        .hasMessageContaining("IllegalStateException: cannot go on");
  }

  @Test
  void givesUpAfterTheTimeAllowed() {
    Readiness never =
        Readiness.http(URI.create("http://127.0.0.1:1/")).and(Readiness.tcp(1)).and(STARTED);
    assertThatThrownBy(() -> ChildJvm.start(program("x"), never, Duration.ofSeconds(1)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(
            "expected status 200 of http://127.0.0.1:1/ and a connection to 127.0.0.1:1 and the log"
                + " line 'started with', but it was not ready after 1 s");
  }

  @Test
  void anEarlierRunsLogIsNoSignOfReadiness() {
    ChildJvm.start(program("first"), STARTED).close();
    try (ChildJvm second = ChildJvm.start(program("second"), STARTED)) {
      assertThat(second.log().after("started with")).hasValue("[second] in the house");
    }
  }

  private JavaCommand program(String... arguments) {
    return new JavaCommand(
        "program",
        dir,
        List.of(Path.of("target/test-classes").toAbsolutePath()),
        Program.class.getName(),
        List.of(arguments),
        List.of(),
        List.of("-Xmx32m"),
        Map.of("PLACE", "the house"));
  }
}

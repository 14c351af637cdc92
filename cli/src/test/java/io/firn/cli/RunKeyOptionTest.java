package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RunKeyOptionTest {
  @Test
  void a_key_that_was_given_is_used_as_it_is() {
    assertThat(parsed("--run-key", "nightly:2026-01-02").keyAt(FirnCall.CLOCK))
        .hasToString("nightly:2026-01-02");
  }

  @Test
  void a_new_key_tells_its_time_and_is_never_the_same() {
    RunKeyOption option = parsed();

    assertThat(option.keyAt(FirnCall.CLOCK).value()).matches("run-20260102T030405Z-[0-9a-f]{6}");
    assertThat(option.keyAt(FirnCall.CLOCK)).isNotEqualTo(option.keyAt(FirnCall.CLOCK));
  }

  private static RunKeyOption parsed(String... arguments) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(arguments);
    return verb.key;
  }

  @Command
  static final class Verb {
    @Mixin final RunKeyOption key = new RunKeyOption();
  }
}

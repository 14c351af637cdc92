package io.firn.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.console.ConsoleNarrator.Channel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleNarratorTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void the_story_goes_to_standard_output_and_progress_to_standard_error() {
    Narrator narrator = narrator(false);

    narrator.heading("Part one");
    narrator.line("It begins.");
    try (Narrator.Progress progress = narrator.progress("work", 2)) {
      progress.note("first");
      progress.step("second");
    }

    assertThat(out).hasToString("\nPart one\nIt begins.\n");
    assertThat(err).hasToString("first\nsecond\n");
  }

  @Test
  void on_a_terminal_a_bar_is_redrawn_below_the_lines_and_erased_at_the_end() {
    Narrator narrator = narrator(true);

    try (Narrator.Progress progress = narrator.progress("shop", 3)) {
      progress.step("bronze:orders committed");
    }

    String seen = err.toString(StandardCharsets.UTF_8);
    assertThat(seen).contains("bronze:orders committed\n").contains("shop").contains("1/3");
    assertThat(seen).endsWith("\r\u001b[K");
    assertThat(out.size()).isZero();
  }

  private Narrator narrator(boolean isTerminal) {
    return new ConsoleNarrator(channel(out, false), channel(err, isTerminal), 80);
  }

  private static Channel channel(ByteArrayOutputStream bytes, boolean isTerminal) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Channel(stream, new Paint(false), isTerminal);
  }
}

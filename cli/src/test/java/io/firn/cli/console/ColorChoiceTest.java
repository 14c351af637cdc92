package io.firn.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColorChoiceTest {
  @Test
  void auto_colors_a_terminal_and_nothing_else() {
    assertThat(ColorChoice.AUTO.colors(true, Map.<String, String>of()::get)).isTrue();
    assertThat(ColorChoice.AUTO.colors(false, Map.<String, String>of()::get)).isFalse();
  }

  @Test
  void auto_respects_no_color_when_it_is_not_empty() {
    assertThat(ColorChoice.AUTO.colors(true, Map.of("NO_COLOR", "1")::get)).isFalse();
    assertThat(ColorChoice.AUTO.colors(true, Map.of("NO_COLOR", "")::get)).isTrue();
  }

  @Test
  void auto_spares_a_dumb_terminal() {
    assertThat(ColorChoice.AUTO.colors(true, Map.of("TERM", "dumb")::get)).isFalse();
  }

  @Test
  void the_other_choices_hold_whatever_listens() {
    assertThat(ColorChoice.ALWAYS.colors(false, Map.of("NO_COLOR", "1")::get)).isTrue();
    assertThat(ColorChoice.NEVER.colors(true, Map.<String, String>of()::get)).isFalse();
  }
}

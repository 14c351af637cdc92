package io.firn.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void the_launcher_says_which_descriptors_are_terminals() {
    assertThat(terminal("12", "80")).isEqualTo(new Terminal(true, true, 80));
    assertThat(terminal("2", "132")).isEqualTo(new Terminal(false, true, 132));
    assertThat(terminal("", "")).isEqualTo(Terminal.NONE);
  }

  @Test
  void a_width_that_makes_no_sense_is_replaced_by_the_usual_one() {
    assertThat(terminal("1", "0").columns()).isEqualTo(100);
    assertThat(terminal("1", "wide").columns()).isEqualTo(100);
  }

  private static Terminal terminal(String descriptors, String columns) {
    Properties properties = new Properties();
    properties.setProperty("firn.terminal", descriptors);
    properties.setProperty("firn.columns", columns);
    return Terminal.fromLauncher(properties);
  }
}

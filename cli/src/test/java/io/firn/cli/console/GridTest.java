package io.firn.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final Paint PLAIN = new Paint(false);

  @Test
  void text_stands_left_and_numbers_right() {
    String drawn =
        Grid.of("UNIT", "ROWS")
            .row("bronze:orders", "7")
            .row("gold:x", "1200")
            .build()
            .render(PLAIN);

    assertThat(drawn.lines())
        .containsExactly(" UNIT           ROWS", " bronze:orders     7", " gold:x         1200");
  }

  @Test
  void without_rows_the_header_remains() {
    assertThat(Grid.of("UNIT", "ROWS").build().render(PLAIN)).contains("UNIT").contains("ROWS");
  }

  @Test
  void one_word_stands_out_in_color() {
    String drawn = Grid.of("OUTCOME").row("failed").row("no-op").build().render(new Paint(true));

    assertThat(drawn).contains("\u001b[31m failed").doesNotContain("\u001b[31m no-op");
  }

  @Test
  void a_long_cell_is_broken_not_cut() {
    String word = "offset ".repeat(30);

    String drawn = Grid.of("RANGE").row(word).build().render(PLAIN);

    assertThat(drawn.split("offset", -1)).hasSize(31);
    assertThat(drawn.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  @Test
  void a_row_of_another_width_is_refused() {
    assertThatThrownBy(() -> new Grid(List.of("A", "B"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 1 cells, expected 2");
  }
}

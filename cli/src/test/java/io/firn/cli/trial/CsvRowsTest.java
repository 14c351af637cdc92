package io.firn.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.run.trial.GivenRow;
import io.firn.run.trial.Scalar;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV by RFC 4180, with lines, and with null apart from an empty text. */
class CsvRowsTest {
  private static final Path FILE = Path.of("rows.csv");

  @Test
  void quotesCommasAndLineBreaksAreValues() throws Exception {
    List<GivenRow> rows =
        CsvRows.of(FILE, "\uFEFFa,b\r\n\"x,\"\"y\"\"\nz\",\"\"\r\n,7\r\n\r\n\"7\",true");

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).values())
        .containsEntry("a", Scalar.quoted("x,\"y\"\nz"))
        .containsEntry("b", Scalar.quoted(""));
    assertThat(rows.get(1).values()).containsEntry("a", null).containsEntry("b", Scalar.plain("7"));
    assertThat(rows.get(1).place()).isEqualTo("rows.csv:4");
    assertThat(rows.get(2).values())
        .containsEntry("a", Scalar.quoted("7"))
        .containsEntry("b", new Scalar("true", Scalar.Kind.BOOLEAN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a,b;1       | 2 columns expected, 1 found
          a,b;1,2,3   | 2 columns expected, 3 found
          a,a;1,2     | a column without a name, or with one that is there already
          a,;1,2      | a column without a name, or with one that is there already
          a,b;"1,2    | a quote that does not end
          a,b;"1"x,2  | a quote ends before the value does
          """)
  void whatIsNoTableIsRefused(String text, String told) {
    assertThatThrownBy(() -> CsvRows.of(FILE, text.replace(';', '\n'))).hasMessage(told);
  }
}

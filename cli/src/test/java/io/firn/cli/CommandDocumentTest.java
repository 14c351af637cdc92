package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/cli.md is the help texts; {@code -Dfirn.docs.write=true} writes it anew. */
class CommandDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
  private static final String HEAD =
      """
      # The firn command

      Written from the help texts by `CommandDocumentTest`; do not edit. To write it anew:
      `mvn -pl cli -am test -Dtest=CommandDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dfirn.docs.write=true`

      Standard output carries the result and nothing else; progress, warnings and errors go to standard
      error. A failure is told in five parts: what, where, expected, found, next. With `--output json`
      it is also an object on standard output: `{"exitCode": …, "error": {"kind": …, "what": …}}`.

      """;

  @Test
  void the_document_shows_the_help_texts_as_they_are() throws IOException {
    String expected = document();
    if (Boolean.getBoolean("firn.docs.write")) {
      Files.writeString(DOCUMENT, expected);
    }

    assertThat(DOCUMENT).content().isEqualTo(expected);
  }

  private static String document() {
    StringBuilder text = new StringBuilder(HEAD);
    append(text, "firn", FirnCall.of("--help"));
    Cli.commandLine(new FirnCall.Streams().surroundings(Terminal.NONE, Map.of()))
        .getSubcommands()
        .forEach(
            (verb, command) -> {
              append(text, "firn " + verb, FirnCall.of(verb, "--help"));
              command
                  .getSubcommands()
                  .keySet()
                  .forEach(
                      inner ->
                          append(
                              text,
                              "firn " + verb + " " + inner,
                              FirnCall.of(verb, inner, "--help")));
            });
    return text.toString().stripTrailing() + "\n";
  }

  private static void append(StringBuilder text, String title, FirnCall help) {
    text.append("## ").append(title).append("\n\n```text\n");
    help.out().lines().forEach(line -> text.append(line.stripTrailing()).append('\n'));
    text.append("```\n\n");
  }
}

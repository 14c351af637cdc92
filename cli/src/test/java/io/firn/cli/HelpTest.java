package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.console.Terminal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  private static final Terminal WIDE = new Terminal(true, true, 300);

  static Stream<String> verbs() {
    return root().getSubcommands().keySet().stream();
  }

  /** Those of verbs that have verbs of their own too, both words. */
  static Stream<String> allVerbs() {
    return root().getSubcommands().entrySet().stream()
        .flatMap(
            verb ->
                Stream.concat(
                    Stream.of(verb.getKey()),
                    verb.getValue().getSubcommands().keySet().stream()
                        .map(inner -> verb.getKey() + " " + inner)));
  }

  private static String[] helpOf(String verb) {
    return (verb + " --help").split(" ", -1);
  }

  private static CommandLine command(String verb) {
    CommandLine command = root();
    for (String word : verb.split(" ", -1)) {
      command = command.getSubcommands().get(word);
    }
    return command;
  }

  private static CommandLine root() {
    return Cli.commandLine(new FirnCall.Streams().surroundings(Terminal.NONE, Map.of()));
  }

  @Test
  void help_of_firn_names_every_verb_with_what_it_does() {
    FirnCall help = FirnCall.of("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    verbs().forEach(verb -> assertThat(help.out()).containsPattern("(?m)^  " + verb + " +\\S.+"));
  }

  @ParameterizedTest
  @MethodSource("allVerbs")
  void help_of_a_verb_teaches_with_an_example_and_names_its_exit_codes(String verb) {
    FirnCall help = FirnCall.of(helpOf(verb));

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("Usage: firn " + verb)
        .contains("--output=FORMAT")
        .contains("--color=WHEN")
        .contains("Exit codes:")
        .containsPattern("(?s)Examples:\n  # .+firn " + verb);
  }

  @ParameterizedTest
  @MethodSource("allVerbs")
  void every_example_in_a_help_text_is_a_command_line_that_firn_accepts(String verb) {
    List<String> examples = examples(command(verb));

    assertThat(examples).isNotEmpty();
    examples.forEach(HelpTest::parse);
  }

  @Test
  void the_examples_of_firn_itself_are_accepted_too() {
    List<String> examples = examples(root());

    assertThat(examples).hasSizeGreaterThan(4);
    examples.forEach(HelpTest::parse);
  }

  @Test
  void no_line_of_help_is_wider_than_a_page_however_wide_the_terminal() {
    String help = FirnCall.on(WIDE, Map.of("NO_COLOR", "1"), "run", "--help").out();

    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void help_is_colored_on_a_terminal_and_only_there() {
    assertThat(FirnCall.on(WIDE, Map.of(), "run", "--help").out()).contains("\u001b[");
    assertThat(FirnCall.on(WIDE, Map.of("NO_COLOR", "1"), "run", "--help").out())
        .doesNotContain("\u001b[");
    assertThat(FirnCall.on(WIDE, Map.of(), "run", "--help", "--color", "never").out())
        .doesNotContain("\u001b[");
    assertThat(FirnCall.of("run", "--help").out()).doesNotContain("\u001b[");
    assertThat(FirnCall.of("--color=always", "run", "--help").out()).contains("\u001b[");
  }

  @Test
  void version_is_one_line() {
    FirnCall version = FirnCall.of("--version");

    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).startsWith("firn ").hasLineCount(1);
  }

  /** What stands behind "firn" on each line of the examples, up to a pipe or a redirection. */
  private static List<String> examples(CommandLine command) {
    return Arrays.stream(command.getCommandSpec().usageMessage().footer())
        .map(String::strip)
        .filter(line -> line.startsWith("firn "))
        .map(line -> line.replaceFirst("^firn ", "").replaceFirst(" [|>].*", ""))
        .toList();
  }

  private static void parse(String example) {
    List<String> words = new ArrayList<>(List.of(example.strip().split(" +", -1)));
    CommandLine.ParseResult parsed = root().parseArgs(words.toArray(String[]::new));

    assertThat(parsed.errors()).as(example).isEmpty();
    assertThat(parsed.unmatched()).as(example).isEmpty();
  }
}

package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launcher cannot read {@link Cli}; its two lists of verbs must not drift from it. */
class LauncherVerbsTest {
  private static final Set<String> WITHOUT_TABLES =
      Set.of("init", "validate", "compile", "sandbox", "completion");

  @Test
  void every_verb_that_opens_tables_is_on_one_list_of_the_launcher() throws IOException {
    String launcher = Files.readString(Path.of("..", "firn"));
    Set<String> withTables = new TreeSet<>(verbs());
    withTables.removeAll(WITHOUT_TABLES);

    Set<String> listed = new TreeSet<>(list(launcher, "LONG_VERBS"));
    listed.addAll(list(launcher, "SHORT_VERBS"));
    listed.retainAll(verbs());

    assertThat(listed).isEqualTo(withTables);
  }

  private static Set<String> verbs() {
    return Cli.commandLine(new FirnCall.Streams().surroundings(Terminal.NONE, Map.of()))
        .getSubcommands()
        .keySet();
  }

  private static List<String> list(String launcher, String name) {
    Matcher found = Pattern.compile("readonly " + name + "=' (.+) '").matcher(launcher);
    assertThat(found.find()).as(name).isTrue();
    return List.of(found.group(1).split(" ", -1));
  }
}

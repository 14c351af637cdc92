package io.firn.cli.trial;

import io.firn.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A YAML 1.2 file as nodes that know their lines. */
final class YamlText {
  private YamlText() {}

  /** The file's one document; empty with a problem when it cannot be read, or is empty. */
  static Optional<Node> root(Path file, List<Problem> problems) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
      Optional<Node> root = new Compose(settings).composeString(Files.readString(file));
      if (root.isEmpty()) {
        problems.add(new Problem(file.toString(), 1, "yaml", "the file has no test"));
      }
      return root;
    } catch (MarkedYamlEngineException broken) {
      int line = broken.getProblemMark().map(YamlText::line).orElse(1);
      problems.add(new Problem(file.toString(), line, "yaml", broken.getProblem()));
    } catch (YamlEngineException broken) {
      problems.add(new Problem(file.toString(), 1, "yaml", broken.getMessage()));
    } catch (IOException unreadable) {
      problems.add(new Problem(file.toString(), 1, "yaml", "cannot be read as UTF-8 text"));
    }
    return Optional.empty();
  }

  /** From 1. */
  static int line(Node node) {
    return node.getStartMark().map(YamlText::line).orElse(1);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }
}

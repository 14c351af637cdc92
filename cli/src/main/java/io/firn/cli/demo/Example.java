package io.firn.cli.demo;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One folder of {@code examples}: the pipeline, its SQL, and in {@code source} what happens in each
 * tenant's database: {@code schema.sql} and {@code seed.sql} before the first run, {@code
 * changes.sql} before the second; for documents {@code seed.jsonl} and {@code changes.jsonl}.
 */
record Example(String name, Path folder) {
  static final String PIPELINE = "firn.conf";
  private static final String SOURCE = "source";
  private static final String TOLD = "-- * ";

  /**
   * @param home root of the Firn installation
   * @throws FirnException USAGE naming the examples there are
   */
  static Example find(Path home, String name) {
    Path examples = home.resolve("examples");
    List<String> known = names(examples);
    if (known.contains(name)) {
      return new Example(name, examples.resolve(name));
    }
    throw new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "No example is called '" + name + "'" + Suggestion.hint(name, known),
            examples.toString(),
            "a folder with " + PIPELINE + " and " + SOURCE + "/*.sql",
            "examples " + known,
            "Name one of them with --example."));
  }

  private static List<String> names(Path examples) {
    if (!Files.isDirectory(examples)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(examples)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(PIPELINE)))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot list " + examples, failed);
    }
  }

  /** What the changes are, in the words of their file: its lines that start with {@code -- *}. */
  List<String> toldChanges() {
    return read(script("changes"))
        .lines()
        .filter(line -> line.startsWith(TOLD))
        .map(line -> line.substring(TOLD.length()))
        .toList();
  }

  /**
   * What happens in one step, {@code schema}, {@code seed} or {@code changes}: SQL, or where the
   * sources are documents, lines of {@link DocumentScript}.
   */
  Path script(String step) {
    Path documents = folder.resolve(SOURCE).resolve(step + ".jsonl");
    return Files.isRegularFile(documents)
        ? documents
        : folder.resolve(SOURCE).resolve(step + ".sql");
  }

  /** The variable that the pipeline takes {@code what} from: {@code RETAIL_KAFKA}. */
  String variable(String what) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + what;
  }

  /** Top-level files and folders that a pipeline needs to run elsewhere. */
  List<Path> pipelineFiles() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().equals(SOURCE))
          .filter(file -> !file.getFileName().toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot list " + folder, failed);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "Cannot read a file of the example",
              file.toString(),
              "a text file",
              unreadable.toString(),
              "Restore it, or take another example."),
          unreadable);
    }
  }
}

package io.firn.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sources whose lines announce, by {@code // expect: RULE}, what the build says about them. */
final class Violations {
  private static final String MARK = "// expect: ";

  private Violations() {}

  /** A fresh copy to build in; what an earlier run left there is removed. */
  static void copy(Path from, Path to) throws IOException {
    for (Path old : files(to, Comparator.reverseOrder())) {
      Files.delete(old);
    }
    for (Path source : files(from, Comparator.naturalOrder())) {
      Path target = to.resolve(from.relativize(source));
      if (Files.isDirectory(source)) {
        Files.createDirectories(target);
      } else {
        Files.copy(source, target);
      }
    }
  }

  /** What a module's lines announce, as {@code path:line rule}. */
  static Set<String> expected(Path module) throws IOException {
    Set<String> expected = new TreeSet<>();
    for (Path file : files(module.resolve("src"), Comparator.naturalOrder())) {
      if (Files.isRegularFile(file)) {
        List<String> lines = Files.readAllLines(file);
        for (int number = 1; number <= lines.size(); number++) {
          String line = lines.get(number - 1);
          int mark = line.indexOf(MARK);
          if (mark >= 0) {
            String rule = line.substring(mark + MARK.length());
            expected.add(module.relativize(file) + ":" + number + " " + rule);
          }
        }
      }
    }
    return expected;
  }

  /** The rules that a module violates. */
  static Set<String> rules(Path module) throws IOException {
    return expected(module).stream()
        .map(violation -> violation.substring(violation.indexOf(' ') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> files(Path root, Comparator<Path> order) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(root)) {
      return new ArrayList<>(found.sorted(order).toList());
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }
}

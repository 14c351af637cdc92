package io.firn.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a file; reading goes on after each. */
final class Problems {
  private static final Comparator<Problem> BY_FILE_AND_LINE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparing(Problem::key)
          .thenComparing(Problem::message);

  private final Set<Problem> found = new LinkedHashSet<>();

  void add(Location at, String key, String message) {
    found.add(new Problem(at.file(), at.line(), key, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Whether nothing is wrong with {@code key} and whatever stands below it. */
  boolean noneUnder(String key) {
    return found.stream()
        .noneMatch(problem -> problem.key().equals(key) || problem.key().startsWith(key + "."));
  }

  List<Problem> sorted() {
    return found.stream().sorted(BY_FILE_AND_LINE).toList();
  }
}

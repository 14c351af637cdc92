package io.firn.config;

import java.util.Collection;
import java.util.Optional;

/** Two names that only case tells apart: one and the same for Spark, StarRocks and some stores. */
final class NameClash {
  private NameClash() {}

  /** Reported at one of the two names, the one that sorts last. */
  static Optional<String> find(String name, Collection<String> names) {
    return names.stream()
        .filter(other -> other.equalsIgnoreCase(name) && other.compareTo(name) < 0)
        .findFirst()
        .map(other -> "differs from '" + other + "' only by case");
  }
}

package io.firn.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One key of the pipeline file, declared once: the parser accepts what this says, and {@link
 * KeyReference} prints it.
 *
 * @param meaning one sentence for the reference
 * @param example a HOCON value that is not the default; empty for sections
 */
record Key<T>(
    String name, ValueType<T> type, Presence<T> presence, String meaning, String example) {

  /** What happens when the key is not there. */
  sealed interface Presence<T> {
    /** For the reference. */
    String text();
  }

  record Required<T>() implements Presence<T> {
    @Override
    public String text() {
      return "required";
    }
  }

  record Default<T>(T value) implements Presence<T> {
    @Override
    public String text() {
      return "`" + String.valueOf(value).toLowerCase(Locale.ROOT) + "`";
    }
  }

  /**
   * @param otherwise what its absence means, in words
   */
  record Absent<T>(String otherwise) implements Presence<T> {
    @Override
    public String text() {
      return otherwise;
    }
  }

  static <T> Key<T> required(String name, ValueType<T> type, String meaning, String example) {
    return new Key<>(name, type, new Required<>(), meaning, example);
  }

  boolean isRequired() {
    return presence instanceof Required<T>;
  }

  Optional<T> fallback() {
    return presence instanceof Default<T> fixed ? Optional.of(fixed.value()) : Optional.empty();
  }
}

package io.firn.config;

import java.util.List;
import java.util.regex.Pattern;

/** Regular expressions for whole names; equal when their texts are. */
public record NamePatterns(List<String> texts) {
  public static final NamePatterns NONE = new NamePatterns(List.of());

  public NamePatterns {
    texts = List.copyOf(texts);
    texts.forEach(Pattern::compile);
  }

  public boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Whether one of them matches the whole of {@code name}. */
  public boolean match(String name) {
    return texts.stream().anyMatch(text -> Pattern.matches(text, name));
  }
}

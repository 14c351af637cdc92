package io.firn.config;

import io.firn.model.Suggestion;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Keys beside {@code firn { … }}. They may hold values to substitute; a section that slipped out of
 * the braces would otherwise be ignored without a word.
 */
final class OuterKeys {
  private OuterKeys() {}

  static void check(Document document, Problems problems) {
    String file = document.locations().whole().file();
    for (String name : document.root().keySet()) {
      Location at = document.locations().of(List.of(name));
      boolean slippedOut =
          FirnSection.SECTION.names().contains(name)
              || !Suggestion.nearest(name, List.of("firn")).isEmpty();
      boolean suspicious = slippedOut || at.file().equals(file);
      if (!name.equals("firn") && suspicious && !isReferredTo(name, document.references())) {
        problems.add(
            at,
            name,
            "stands outside firn { … } and nothing refers to it"
                + Suggestion.hint(name, List.of("firn")));
      }
    }
  }

  private static boolean isReferredTo(String name, String references) {
    return Pattern.compile("\\$\\{\\??\"?" + Pattern.quote(name) + "\"?[}.]")
        .matcher(references)
        .find();
  }
}

package io.firn.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what a person probably meant. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * Candidates within a third of the word's length in edits, nearest first, at most three.
   *
   * <p>Distance is Levenshtein's; the words are short (keys, unit and topic names).
   */
  public static List<String> nearest(String word, Collection<String> candidates) {
    int reach = Math.max(2, word.length() / 3);
    return candidates.stream()
        .distinct()
        .filter(candidate -> distance(word, candidate) <= reach)
        .sorted(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(3)
        .toList();
  }

  /** {@code "; did you mean 'x' or 'y'?"}, or nothing when no candidate is near. */
  public static String hint(String word, Collection<String> candidates) {
    List<String> near = nearest(word, candidates);
    return near.isEmpty() ? "" : "; did you mean '" + String.join("' or '", near) + "'?";
  }

  /** Levenshtein distance: inserted, removed and replaced letters. */
  public static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[right.length()];
  }
}

package io.firn.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts how often the history behind a topic began anew: the topic was deleted and created again,
 * the source was replaced by a copy whose log counts from the start. Positions of two eras cannot
 * be compared with each other, offsets of two eras do not name the same record; what came in a
 * later era came later. A new era begins only when a person accepts it.
 *
 * <p>In bronze's {@code position} the first era, 0, has no prefix; a later one has {@code ~} and
 * four hexadecimal digits, which sort behind every position of an earlier one, since no source
 * position begins with a character as great as the tilde.
 */
public final class Era {
  /** The greatest era that the prefix can tell. */
  public static final int LAST = 0xffff;

  private static final Pattern PREFIXED = Pattern.compile("~([0-9a-f]{4})(.*)", Pattern.DOTALL);

  private Era() {}

  /** What stands before the positions of {@code era}. */
  public static String prefix(int era) {
    if (era < 0 || era > LAST) {
      throw new IllegalArgumentException("an era is between 0 and " + LAST + ", not " + era);
    }
    return era == 0 ? "" : String.format("~%04x", era);
  }

  /** The era of a position in bronze. */
  public static int of(String position) {
    return prefixed(position).map(parts -> Integer.parseInt(parts.group(1), 16)).orElse(0);
  }

  /** The position without its era. */
  public static String within(String position) {
    return prefixed(position).map(parts -> parts.group(2)).orElse(position);
  }

  private static Optional<Matcher> prefixed(String position) {
    if (!position.startsWith("~")) {
      return Optional.empty();
    }
    Matcher parts = PREFIXED.matcher(position);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no position of bronze: " + position);
    }
    return Optional.of(parts);
  }
}

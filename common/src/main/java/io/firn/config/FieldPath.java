package io.firn.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands in a row image: field names joined by dots. A dot or backslash that is part
 * of a name has a backslash before it.
 */
public final class FieldPath {
  private static final char DOT = '.';
  private static final char ESCAPE = '\\';

  private FieldPath() {}

  /**
   * The names on the way, at least one.
   *
   * @throws IllegalArgumentException when a backslash stands before nothing that it could escape
   */
  public static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char sign = path.charAt(i);
      if (sign == DOT) {
        steps.add(step.toString());
        step.setLength(0);
      } else if (sign == ESCAPE) {
        i++;
        if (i == path.length() || path.charAt(i) != DOT && path.charAt(i) != ESCAPE) {
          throw new IllegalArgumentException(
              "expected '.' or '\\' behind a '\\', which takes a dot for a part of a name");
        }
        step.append(path.charAt(i));
      } else {
        step.append(sign);
      }
    }
    steps.add(step.toString());
    return List.copyOf(steps);
  }
}

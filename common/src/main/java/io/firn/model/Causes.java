package io.firn.model;

import java.util.ArrayList;
import java.util.List;

/** What is behind a thrown exception. */
public final class Causes {
  private Causes() {}

  /**
   * {@code thrown} and what caused it, to the root, or to where the causes go round in a circle.
   */
  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = thrown; cause != null && !causes.contains(cause); ) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }
}

package io.firn.quality;

import java.util.Optional;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * Something in a query that it may not have.
 *
 * @param text as SQL would write it
 * @param line of the query, from 1, where it is known
 * @param reason what it depends on, or why it is none of the query's business
 */
public record Impurity(String text, Optional<Integer> line, String reason) {
  private static final int SHOWN = 120;

  /** Found at {@code origin} of a query's text. */
  public static Impurity at(Origin origin, String text, String reason) {
    Optional<Integer> line =
        origin.line().isDefined()
            ? Optional.of(Integer.valueOf(origin.line().get().toString()))
            : Optional.empty();
    return new Impurity(text, line, reason);
  }

  /** Found nowhere in particular. */
  public static Impurity of(String text, String reason) {
    return new Impurity(text, Optional.empty(), reason);
  }

  @Override
  public String toString() {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return shown + line.map(number -> " in line " + number).orElse("") + " (" + reason + ")";
  }
}

package io.firn.silver;

import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Finds what a row was called before a primary-key change, for rows that leave values out.
 *
 * <p>Debezium tells a key change as a delete of the old key and a create of the new one, at one
 * position of the source's log, and names the old key in a header of the create. The header's text
 * is not taken: Connect's own converter writes it ({@code SimpleHeaderConverter}), with decimals
 * and bytes in other forms than the record's, and without escaping a line break. The key of the
 * delete is the old key as every other record of that row has it.
 */
final class KeyChanges {
  static final String OLD_KEY = "old_key";

  /** On the create half: the text does not matter, that it is there does. */
  private static final String OLD_KEY_HEADER = "__debezium.oldkey";

  /** On the delete half. */
  private static final String NEW_KEY_HEADER = "__debezium.newkey";

  private final Supplier<Dataset<Row>> allOfBronze;

  /**
   * @param allOfBronze up to the end of the range; asked for only when a range begins between the
   *     two halves of a key change
   */
  KeyChanges(Supplier<Dataset<Row>> allOfBronze) {
    this.allOfBronze = allOfBronze;
  }

  /** {@code changes} with a column {@code old_key}, null where nothing is left out. */
  Dataset<Row> withOldKeys(Dataset<Row> changes) {
    Column renamed = isNewRow().and(Delta.mayLeaveOut());
    Dataset<Row> places = changes.filter(renamed).select("topic", "position").distinct();
    long wanted = places.count();
    Dataset<Row> inRange = oldKeys(changes, places);
    Dataset<Row> oldKeys = inRange.count() == wanted ? inRange : oldKeys(allOfBronze.get(), places);
    Column samePlace =
        changes
            .col("topic")
            .equalTo(functions.col("__topic"))
            .and(changes.col("position").equalTo(functions.col("__position")))
            .and(renamed);
    return changes.join(functions.broadcast(oldKeys), samePlace, "left_outer");
  }

  /** {@code __topic, __position, old_key}, one row for each of {@code places}. */
  private static Dataset<Row> oldKeys(Dataset<Row> changes, Dataset<Row> places) {
    Dataset<Row> wanted =
        places.select(
            functions.col("topic").as("__topic"), functions.col("position").as("__position"));
    return changes
        .filter(functions.col("op").equalTo("d").and(has(NEW_KEY_HEADER)))
        .join(
            functions.broadcast(wanted),
            functions
                .col("topic")
                .equalTo(functions.col("__topic"))
                .and(functions.col("position").equalTo(functions.col("__position"))),
            "inner")
        .select(
            functions.col("__topic"), functions.col("__position"), functions.col("key").as(OLD_KEY))
        .dropDuplicates("__topic", "__position");
  }

  /** Whether a change is the create half of a key change. */
  static Column isNewRow() {
    return has(OLD_KEY_HEADER);
  }

  private static Column has(String header) {
    return functions.exists(
        functions.col("headers"), entry -> entry.getField("key").equalTo(header));
  }
}

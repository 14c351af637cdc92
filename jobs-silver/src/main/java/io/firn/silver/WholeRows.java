package io.firn.silver;

import io.firn.change.EnvelopeOperation;
import io.firn.run.JobContext;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Typed rows of some keys, made from all of bronze.
 *
 * <p>Without a transform only keys with a late change need it: what a change leaves out, the table
 * has. A table with a transform has not: its columns are what the transform made, and a row that it
 * filtered out is not there at all. So the keys of all changes that leave values out are made from
 * bronze, and of deletes where deleted rows stay. That is right for the reason that late keys are:
 * a key's row is a function of its changes (and of those that key changes connect it with), bronze
 * has all of them, and the rows made so take the place of whatever the range alone would make. They
 * are whole before the transform sees them, so that it is given exactly what a rebuild would give
 * it. It costs a look at bronze's rows in runs that have such changes, and nothing in others.
 */
final class WholeRows {
  private final Rows.Input input;
  private final long upTo;
  private final JobContext context;

  /**
   * @param upTo the last bronze snapshot of the run
   */
  WholeRows(Rows.Input input, long upTo, JobContext context) {
    this.input = input;
    this.upTo = upTo;
    this.context = context;
  }

  /** Rows of {@code keys}, see {@link Rows#again}. */
  Dataset<Row> of(RowShape typed, Dataset<Row> keys) {
    return Rows.again(input.table(), upTo, typed, keys, context);
  }

  /** Rows of {@code late} keys and of those that the range does not tell whole, if any. */
  Optional<Dataset<Row>> of(RowShape typed, Optional<Dataset<Row>> late) {
    boolean marked = typed.marks() && hasDeletes();
    boolean patches = DocumentSurvey.isOfDocuments(input.table(), context) && !marked;
    if (!input.delta().profile().leavesOut() && !marked) {
      return late.map(keys -> of(typed, keys));
    }
    if (patches && late.isEmpty()) {
      // All changes of a document have one record key, which is cheaper to look for.
      return Optional.of(Rows.rebuiltFor(input.delta(), input.table(), upTo, typed, context));
    }
    Dataset<Row> keys = keys(marked ? Delta.mayLeaveOut().or(isDelete()) : Delta.mayLeaveOut());
    return Optional.of(of(typed, late.map(keys::union).orElse(keys).distinct()));
  }

  private Dataset<Row> keys(Column ofChanges) {
    KeyedChanges keyed =
        new KeyedChanges(input.survey().keyPaths(input.table()), Map.of(), Rows.refusals(context));
    return Rows.changes(input.delta().rows().filter(ofChanges), keyed).select(Columns.KEY);
  }

  private boolean hasDeletes() {
    return input.delta().profile().groups().stream()
        .anyMatch(group -> group.op().equals(EnvelopeOperation.DELETE.code()));
  }

  private static Column isDelete() {
    return functions.col("op").equalTo(EnvelopeOperation.DELETE.code());
  }
}

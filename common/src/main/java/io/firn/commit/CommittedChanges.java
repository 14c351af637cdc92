package io.firn.commit;

import io.firn.model.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Which snapshots of a table of row images belong to a table's commits.
 *
 * <p>Images are appended before the commit that they are of. A run that died in between, or whose
 * table was taken back, left some that never came to be; they stand in the same table. So a reader
 * never takes that table as it stands: each commit names the snapshot that has its images, and the
 * table's own history says which commits are.
 */
public final class CommittedChanges {
  /** Stands for a snapshot in {@link CommitKeys#CHANGES} when a run changed no row. */
  public static final String NONE = "none";

  /** The column of a table of images that says whether a row stood before or stands after. */
  public static final String IMAGE = "__image";

  /** A row as it was; what the value of {@link #IMAGE} is otherwise is {@code after}. */
  public static final String BEFORE = "before";

  private CommittedChanges() {}

  /** The table of row images of {@code table}. */
  public static TableName tableOf(TableName table) {
    return new TableName(table.namespace(), table.name() + "__changes");
  }

  /**
   * The snapshots of the images that lead from {@code from} to {@code to}, oldest first; empty when
   * the images do not tell it: {@code from} is no ancestor any more, or a commit in between came
   * without images. Then the table itself is what to read.
   *
   * @param table the table that the images are of
   * @param from the last snapshot whose rows are known
   */
  public static Optional<List<Long>> between(Table table, long from, long to) {
    List<Long> images = new ArrayList<>();
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(to, table::snapshot)) {
      if (snapshot.snapshotId() == from) {
        Collections.reverse(images);
        return Optional.of(images);
      }
      String named = snapshot.summary().get(CommitKeys.CHANGES);
      if (named == null && !snapshot.operation().equals(DataOperations.REPLACE)) {
        return Optional.empty();
      }
      if (named != null && !named.equals(NONE)) {
        images.add(Long.valueOf(named));
      }
    }
    return Optional.empty();
  }
}

package io.firn.commit;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import java.util.Optional;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * A name for one snapshot of a table. It keeps the snapshot from expiry, for good: a table's own
 * limit on the age of names does not hold for it.
 */
public final class TableTag {
  private final Table table;
  private final UnitName unit;
  private final String name;

  public TableTag(Table table, UnitName unit, String name) {
    this.table = table;
    this.unit = unit;
    this.name = name;
  }

  /** The snapshot that the name stands for; empty when there is no such tag. */
  public static Optional<Long> snapshot(Table table, String name) {
    return Optional.ofNullable(table.refs().get(name))
        .filter(SnapshotRef::isTag)
        .map(SnapshotRef::snapshotId);
  }

  /**
   * Whether {@link #put} would have something to do. Writes nothing.
   *
   * @throws FirnException HISTORY when the snapshot is gone; CONFIG when the name stands for
   *     something else
   */
  public boolean isNew(long snapshot) {
    if (table.snapshot(snapshot) == null) {
      throw new FirnException(
          new Failure(
              ErrorKind.HISTORY,
              "A snapshot that '" + name + "' should keep is gone",
              unit.tableName().toString(),
              "snapshot " + snapshot,
              "it is expired",
              "No table was tagged. Tag a later run: 'firn cut list' shows them."));
    }
    SnapshotRef known = table.refs().get(name);
    if (known == null) {
      return true;
    }
    if (known.isTag() && known.snapshotId() == snapshot) {
      return false;
    }
    throw new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "'" + name + "' stands for something else in " + unit,
            unit.tableName().toString(),
            "no such name, or the tag of snapshot " + snapshot,
            (known.isTag() ? "a tag" : "a branch") + " of snapshot " + known.snapshotId(),
            "No table was tagged. Choose another name, or drop that one."));
  }

  /**
   * Puts the name on {@code snapshot}; does nothing where it is already.
   *
   * @throws FirnException as {@link #isNew}; FENCED when somebody else made the name meanwhile
   */
  public void put(long snapshot) {
    if (!isNew(snapshot)) {
      return;
    }
    try {
      table
          .manageSnapshots()
          .createTag(name, snapshot)
          .setMaxRefAgeMs(name, Long.MAX_VALUE)
          .commit();
    } catch (CommitFailedException | IllegalArgumentException overtaken) {
      table.refresh();
      if (isNew(snapshot)) {
        throw new FirnException(
            new Failure(
                ErrorKind.FENCED,
                "Another writer changed " + unit + " while it was tagged",
                unit.tableName().toString(),
                "the table as it was read",
                overtaken.getMessage(),
                "Tag again: tables that have the tag already stay as they are."),
            overtaken);
      }
    }
  }
}

package io.firn.commit;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * A snapshot that was written, is not yet seen by any reader, and is published once it was found to
 * be right: write, audit, publish.
 *
 * <p>{@link TableCommit#staging()} writes it to a branch of the table that begins at what readers
 * see. Its summary already has progress and run key, but both are asked of the ancestry of what
 * readers see, where it is not: a run that ends anywhere before {@link #publish} has changed
 * nothing, and the next run drops the branch and begins anew.
 *
 * <p>Publishing is one swap of the table's metadata: readers go to the snapshot, the properties are
 * set and the branch is gone, or none of it. It demands that the branch still is at the snapshot
 * that was looked at, and that readers still see what it was written on. So of two runs that stage
 * at a time the second takes the branch and the first is refused, although its own snapshot is
 * right: no run publishes rows that it has not looked at.
 */
public final class StagedCommit {
  /** Where a snapshot waits; after a failed audit it stays there, to be looked into. */
  public static final String BRANCH = "firn_audit";

  private final Table table;
  private final Stamp stamp;
  private final Snapshot staged;

  /**
   * @param stamp that of the {@link TableCommit}, perhaps with more properties
   * @param staged what {@link TableCommit#staging()} returned
   */
  public StagedCommit(Table table, Stamp stamp, long staged) {
    this.table = table;
    this.stamp = stamp;
    this.staged = table.snapshot(staged);
  }

  /**
   * Shows the snapshot to readers.
   *
   * @return its id
   * @throws FirnException FENCED when another run staged or committed since
   */
  public long publish() {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata now = operations.refresh();
    requireUntouched(now);
    TableMetadata published =
        TableMetadata.buildFrom(now)
            .setBranchSnapshot(staged.snapshotId(), SnapshotRef.MAIN_BRANCH)
            .removeRef(BRANCH)
            .setProperties(stamp.properties())
            .setProperties(
                Map.of(
                    stamp.progressKey(), stamp.next(), CommitKeys.RUN_KEY, stamp.runKey().value()))
            .build();
    try {
      operations.commit(now, published);
    } catch (CommitStateUnknownException unknown) {
      settle(unknown);
    } catch (CommitFailedException overtaken) {
      throw fenced(overtaken.getMessage());
    }
    table.refresh();
    return staged.snapshotId();
  }

  private void requireUntouched(TableMetadata now) {
    SnapshotRef branch = now.ref(BRANCH);
    if (branch == null || branch.snapshotId() != staged.snapshotId()) {
      throw fenced("the branch at snapshot " + (branch == null ? "none" : branch.snapshotId()));
    }
    Snapshot head = now.currentSnapshot();
    Long seen = head == null ? null : Long.valueOf(head.snapshotId());
    if (!Objects.equals(seen, staged.parentId())) {
      throw fenced("readers at snapshot " + seen);
    }
  }

  private void settle(CommitStateUnknownException unknown) {
    table.refresh();
    Snapshot head = table.currentSnapshot();
    if (head == null || head.snapshotId() != staged.snapshotId()) {
      throw new FirnException(
          new Failure(
              ErrorKind.TRANSIENT,
              "The catalog did not say whether " + stamp.unit() + " was published",
              table.name(),
              "readers at snapshot " + staged.snapshotId(),
              "readers at snapshot " + (head == null ? "none" : head.snapshotId()),
              "Run again: the next run starts from what the table then holds."),
          unknown);
    }
  }

  private FirnException fenced(String found) {
    return new FirnException(
        new Failure(
            ErrorKind.FENCED,
            "Another writer changed the table while " + stamp.unit() + " was being looked at",
            table.name(),
            "snapshot "
                + staged.snapshotId()
                + " in the branch "
                + BRANCH
                + ", readers at its parent "
                + staged.parentId(),
            found,
            "Nothing of this run was published. Let the other run end, then run again."));
  }
}

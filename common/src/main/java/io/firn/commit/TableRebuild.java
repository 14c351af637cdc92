package io.firn.commit;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.expressions.Expressions;

/**
 * Replaces all rows of a table in two steps: they go in on a branch beside main, where they can be
 * looked at, and then that branch becomes main. Readers of main see the old rows or the new ones.
 *
 * <p>The branch's snapshot is a child of main's head as it was planned from. Main moves only while
 * that is still its head: whatever was committed since is not in the new rows, and would be lost.
 * So a run that is at work meanwhile wins, and a rebuild that is at work is refused. Its branch is
 * of no use then and is left to {@link #clean}, as after a crash: nothing reads it but a rebuild.
 *
 * <p>Branch, main and the properties that repeat the progress change in one commit.
 */
public final class TableRebuild {
  /** Where the rows wait. */
  public static final String BRANCH = "firn_rebuild";

  private final Table table;
  private final Stamp stamp;
  private final OptionalLong plannedHead;

  /**
   * @param table as it was when the rebuild was planned
   * @param stamp progress and run key once the rows are main's
   */
  public TableRebuild(Table table, Stamp stamp) {
    this.table = table;
    this.stamp = stamp;
    this.plannedHead = head(table.currentSnapshot());
  }

  private static OptionalLong head(Snapshot snapshot) {
    return snapshot == null ? OptionalLong.empty() : OptionalLong.of(snapshot.snapshotId());
  }

  /** Removes the branch that a rebuild left which did not end; main and its rows stay. */
  public static void clean(Table table) {
    if (table.refs().containsKey(BRANCH)) {
      table.manageSnapshots().removeBranch(BRANCH).commit();
    }
  }

  /**
   * Commits {@code files} as all rows of the branch, which there is not yet.
   *
   * @return the branch's snapshot
   */
  public long stage(WrittenFiles files) {
    try {
      Transaction transaction = table.newTransaction();
      // In a branch that does not exist Iceberg would count the snapshot's totals from nothing.
      transaction.manageSnapshots().createBranch(BRANCH, plannedHead.orElseThrow()).commit();
      OverwriteFiles overwrite =
          transaction
              .newOverwrite()
              .overwriteByRowFilter(Expressions.alwaysTrue())
              .toBranch(BRANCH);
      files.data().forEach(overwrite::addFile);
      stamp.summaryEntries().forEach(overwrite::set);
      overwrite.commit();
      transaction.commitTransaction();
    } catch (CommitStateUnknownException unknown) {
      throw unsettled("staged", unknown);
    } catch (CommitFailedException refused) {
      TableCommit.discard(table, files);
      throw fenced(refused.getMessage());
    }
    return table.snapshot(BRANCH).snapshotId();
  }

  /**
   * Makes {@code staged} main.
   *
   * @throws FirnException FENCED when main or the branch is another by now
   */
  public void swap(long staged) {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata now = operations.refresh();
    SnapshotRef branch = now.ref(BRANCH);
    if (!head(now.currentSnapshot()).equals(plannedHead)) {
      throw fenced("main at " + head(now.currentSnapshot()));
    }
    if (branch == null || branch.snapshotId() != staged) {
      throw fenced("branch " + BRANCH + " at another snapshot, or gone");
    }
    TableMetadata.Builder swapped =
        TableMetadata.buildFrom(now)
            .setBranchSnapshot(staged, SnapshotRef.MAIN_BRANCH)
            .removeRef(BRANCH)
            .setProperties(stamp.properties())
            .setProperties(
                Map.of(
                    stamp.progressKey(), stamp.next(), CommitKeys.RUN_KEY, stamp.runKey().value()));
    try {
      operations.commit(now, swapped.build());
    } catch (CommitStateUnknownException unknown) {
      table.refresh();
      if (!head(table.currentSnapshot()).equals(OptionalLong.of(staged))) {
        throw unsettled("swapped in", unknown);
      }
    } catch (CommitFailedException refused) {
      throw fenced(refused.getMessage());
    }
    table.refresh();
  }

  private FirnException unsettled(String what, CommitStateUnknownException unknown) {
    return new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "The catalog did not say whether the rebuilt rows of " + stamp.unit() + " were " + what,
            table.name(),
            "an answer",
            String.valueOf(unknown.getMessage()),
            "Rebuild again: rows that are main's already stay, others are made anew."),
        unknown);
  }

  private FirnException fenced(String found) {
    return new FirnException(
        new Failure(
            ErrorKind.FENCED,
            "Another writer changed " + stamp.unit() + " while it was being rebuilt",
            table.name(),
            "main as the rebuild was planned from, " + plannedHead,
            found,
            "Main was not touched. Let the other run end, then rebuild again."));
  }
}

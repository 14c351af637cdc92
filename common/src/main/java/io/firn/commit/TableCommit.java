package io.firn.commit;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where Firn moves a table to a new snapshot.
 *
 * <p>Files, summary and table property go in as one Iceberg transaction, which the catalog swaps in
 * as one: a reader sees the rows with their progress or neither, so that a crash at any instant
 * leaves a table from which the next run goes on. The property repeats the summary's progress since
 * snapshot expiry removes summaries.
 *
 * <p>A commit whose end is unknown (the catalog did not answer) is not retried blindly: the table
 * is read again, and if its progress is the one this commit carries under this run's key, it
 * succeeded.
 */
public final class TableCommit {
  private static final Logger LOG = LoggerFactory.getLogger(TableCommit.class);

  private final Table table;
  private final Stamp stamp;
  private final OptionalLong plannedHead;
  private final boolean staging;

  /**
   * @param table as it was loaded when the run's range was planned
   * @param stamp progress and run key
   */
  public TableCommit(Table table, Stamp stamp) {
    this(table, stamp, false);
  }

  private TableCommit(Table table, Stamp stamp, boolean staging) {
    this.table = table;
    this.stamp = stamp;
    this.staging = staging;
    Snapshot head = table.currentSnapshot();
    this.plannedHead = head == null ? OptionalLong.empty() : OptionalLong.of(head.snapshotId());
  }

  /**
   * The same commit, not to what readers see but to {@link StagedCommit#BRANCH}: what it returns is
   * a snapshot to look at and then to publish by {@link StagedCommit}.
   */
  public TableCommit staging() {
    return new TableCommit(table, stamp, true);
  }

  /**
   * Appends data files; with none, an empty append still moves the progress.
   *
   * @return the new snapshot's id
   * @throws FirnException FENCED when another writer moved the progress first
   */
  public long append(WrittenFiles files) {
    Transaction transaction = begin();
    AppendFiles append = transaction.newAppend();
    files.data().forEach(append::appendFile);
    return commit(transaction, append, files);
  }

  /**
   * Adds new row images and the position deletes of those they replace as one row delta.
   *
   * @throws FirnException FENCED also when a data file that a delete points into is gone, since a
   *     delete into a file that was compacted away would bring the old row back
   */
  public long upsert(WrittenFiles files) {
    if (files.isEmpty()) {
      return append(files);
    }
    Transaction transaction = begin();
    RowDelta delta = transaction.newRowDelta();
    files.data().forEach(delta::addRows);
    files.deletes().forEach(delta::addDeletes);
    plannedHead.ifPresent(delta::validateFromSnapshot);
    delta.validateDeletedFiles().validateDataFilesExist(files.referenced());
    delta.validateNoConflictingDeleteFiles();
    return commit(transaction, delta, files);
  }

  /**
   * Appends what the table was found to lack; the progress stays. Since it says nothing of what was
   * lacking, the head must be the one that was looked at.
   *
   * @throws FirnException FENCED when anything was committed since
   */
  public long fill(WrittenFiles files) {
    Transaction transaction = begin();
    AppendFiles append = transaction.newAppend();
    files.data().forEach(append::appendFile);
    return commit(transaction, append, files, new HeadFence(plannedHead));
  }

  /** Replaces every row of the table. */
  public long replace(WrittenFiles files) {
    return replaceWhere(Expressions.alwaysTrue(), files);
  }

  /**
   * Replaces the rows of {@code filter}, which takes whole partitions.
   *
   * @throws FirnException FENCED when another writer moved the progress first
   */
  public long replaceWhere(Expression filter, WrittenFiles files) {
    Transaction transaction = begin();
    OverwriteFiles overwrite = transaction.newOverwrite().overwriteByRowFilter(filter);
    files.data().forEach(overwrite::addFile);
    return commit(transaction, overwrite, files);
  }

  /**
   * Puts rows in the place of those that some of the table's files hold; with none of both, the
   * progress moves all the same.
   *
   * @param replaced files that the new rows were computed for
   * @throws FirnException FENCED also when anything at all was committed since the table was
   *     loaded: had a file been compacted away, its rows would stay beside the new ones
   */
  public long replace(WrittenFiles files, Collection<DataFile> replaced) {
    Optional<String> found = Progress.read(table, stamp.progressKey()).map(Progress::text);
    if (!found.equals(stamp.expected())) {
      discard(table, files);
      throw fenced(new ValidationException("progress moved: found %s", found.orElse("none")));
    }
    Transaction transaction = begin();
    if (files.isEmpty() && replaced.isEmpty()) {
      return commit(transaction, transaction.newAppend(), files, new HeadFence(plannedHead));
    }
    OverwriteFiles overwrite = transaction.newOverwrite();
    replaced.forEach(overwrite::deleteFile);
    files.data().forEach(overwrite::addFile);
    return commit(transaction, overwrite, files, new HeadFence(plannedHead));
  }

  /**
   * Appends rows that carry no progress, for a table whose rows are facts that may stand twice
   * without harm (a schema under its hash): no fence, Iceberg's own retry is enough.
   */
  public static void appendFacts(Table table, WrittenFiles files) {
    AppendFiles append = table.newAppend();
    files.data().forEach(append::appendFile);
    append.commit();
  }

  private Transaction begin() {
    Transaction transaction = table.newTransaction();
    if (staging) {
      beginBranch(transaction);
    }
    return transaction;
  }

  /**
   * Puts the branch where readers are, in the same transaction as what goes into it. One that is
   * there already is that of a run which did not publish it. One that is not would begin there by
   * itself, but Iceberg then counts a snapshot's totals from nothing.
   */
  private static void beginBranch(Transaction transaction) {
    boolean left = transaction.table().refs().containsKey(StagedCommit.BRANCH);
    Snapshot head = transaction.table().currentSnapshot();
    ManageSnapshots branches = transaction.manageSnapshots();
    if (head == null && left) {
      branches.removeBranch(StagedCommit.BRANCH).commit();
    } else if (head != null && left) {
      branches.replaceBranch(StagedCommit.BRANCH, head.snapshotId()).commit();
    } else if (head != null) {
      branches.createBranch(StagedCommit.BRANCH, head.snapshotId()).commit();
    }
  }

  private long commit(Transaction transaction, SnapshotUpdate<?> update, WrittenFiles files) {
    Fence fence = new Fence(stamp.progressKey(), stamp.expected(), plannedHead);
    return commit(transaction, update, files, fence);
  }

  private long commit(
      Transaction transaction,
      SnapshotUpdate<?> update,
      WrittenFiles files,
      SnapshotAncestryValidator fence) {
    stamp.summaryEntries().forEach(update::set);
    try {
      update.validateWith(fence);
      if (staging) {
        update.toBranch(StagedCommit.BRANCH);
      }
      update.commit();
      if (!staging) {
        setProperties(transaction);
      }
      transaction.commitTransaction();
    } catch (CommitStateUnknownException unknown) {
      return staging ? unsure(unknown) : settle(unknown);
    } catch (ValidationException | CommitFailedException refused) {
      discard(table, files);
      throw fenced(refused);
    }
    table.refresh();
    return staging ? table.snapshot(StagedCommit.BRANCH).snapshotId() : committedSnapshot();
  }

  private void setProperties(Transaction transaction) {
    UpdateProperties properties =
        transaction
            .updateProperties()
            .set(stamp.progressKey(), stamp.next())
            .set(CommitKeys.RUN_KEY, stamp.runKey().value());
    stamp.properties().forEach(properties::set);
    properties.commit();
  }

  /** Nobody reads the branch, and the next run drops it: whether it is there changes nothing. */
  private long unsure(CommitStateUnknownException unknown) {
    throw new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "The catalog did not say whether the rows of " + stamp.unit() + " were written",
            table.name(),
            "a snapshot in the branch " + StagedCommit.BRANCH,
            String.valueOf(unknown.getMessage()),
            "Nothing was published. Run again: the next run begins anew."),
        unknown);
  }

  private long settle(CommitStateUnknownException unknown) {
    table.refresh();
    boolean ours =
        Progress.read(table, stamp.progressKey())
            .filter(progress -> progress.text().equals(stamp.next()))
            .filter(
                progress -> progress.runKey().filter(stamp.runKey().value()::equals).isPresent())
            .isPresent();
    if (ours) {
      return committedSnapshot();
    }
    throw new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "The catalog did not say whether the commit of " + stamp.unit() + " succeeded",
            table.name(),
            "progress " + stamp.next(),
            "progress "
                + Progress.read(table, stamp.progressKey()).map(Progress::text).orElse("none"),
            "Run again: the next run starts from what the table then holds."),
        unknown);
  }

  private long committedSnapshot() {
    return Progress.read(table, stamp.progressKey())
        .map(Progress::snapshotId)
        .orElse(OptionalLong.empty())
        .orElseGet(() -> table.currentSnapshot().snapshotId());
  }

  private FirnException fenced(RuntimeException refused) {
    return new FirnException(
        new Failure(
            ErrorKind.FENCED,
            "Another writer changed the table while " + stamp.unit() + " was being written",
            table.name(),
            "progress " + stamp.expected().orElse("none") + " as at the start of this run",
            refused.getMessage(),
            "Nothing of this run was committed. Let the other run end, then run again."),
        refused);
  }

  /** Removes files of {@code table} that no snapshot refers to, for certain. */
  public static void discard(Table table, WrittenFiles files) {
    Stream.concat(files.data().stream(), files.deletes().stream())
        .map(ContentFile::location)
        .forEach(
            location -> {
              try {
                table.io().deleteFile(location);
              } catch (RuntimeException left) {
                // An orphan costs space and nothing else; the refusal is what must reach the
                // caller.
                LOG.warn("could not remove the uncommitted file {}", location, left);
              }
            });
  }
}

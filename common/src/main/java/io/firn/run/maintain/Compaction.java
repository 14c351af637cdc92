package io.firn.run.maintain;

import io.firn.commit.DataFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.actions.RewriteDataFilesSparkAction;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Small files, and files of which many rows are deleted, become new ones.
 *
 * <p>Safe beside a running writer: Iceberg refuses to replace a file that got new deletes since it
 * was read, and {@link io.firn.commit.TableCommit} refuses deletes that point into a file which was
 * replaced. Whoever comes second has to begin again, and no row comes back.
 *
 * <p>The snapshots say {@code replace} and carry no progress; {@link io.firn.commit.Progress} looks
 * through them.
 */
final class Compaction {
  private static final int AT_ONCE = 2;

  private Compaction() {}

  /**
   * What is to be rewritten.
   *
   * @param more files that are due and wait for the next time
   */
  record Due(int files, long bytes, int more) {}

  /** What Iceberg's own planner finds due; empty when nothing is. Reads manifests alone. */
  static Optional<Due> due(Table table, Limits limits) {
    if (table.currentSnapshot() == null) {
      return Optional.empty();
    }
    BinPackRewriteFilePlanner planner = new BinPackRewriteFilePlanner(table);
    planner.init(options(limits));
    int files = 0;
    int more = 0;
    long bytes = 0;
    try (CloseableIterable<RewriteFileGroup> groups = planner.plan().groups()) {
      for (RewriteFileGroup group : groups) {
        if (files == 0 || bytes + group.inputFilesSizeInBytes() <= limits.maxBytes()) {
          files += group.inputFileNum();
          bytes += group.inputFilesSizeInBytes();
        } else {
          more += group.inputFileNum();
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot plan the compaction of " + table.name(), failed);
    }
    return files == 0 ? Optional.empty() : Optional.of(new Due(files, bytes, more));
  }

  /**
   * Rewrites.
   *
   * @return what Iceberg tells of it; groups of files that another writer changed meanwhile are
   *     failures there
   */
  static RewriteDataFiles.Result carryOut(
      Table table, Due due, List<String> sortedBy, Limits limits, SparkSession spark) {
    TreeMap<String, String> options = new TreeMap<>(options(limits));
    options.put(BinPackRewriteFilePlanner.MAX_FILES_TO_REWRITE, String.valueOf(due.files()));
    options.put(RewriteDataFiles.PARTIAL_PROGRESS_ENABLED, "true");
    options.put(RewriteDataFiles.MAX_CONCURRENT_FILE_GROUP_REWRITES, String.valueOf(AT_ONCE));
    options.put(RewriteDataFiles.REMOVE_DANGLING_DELETES, "true");
    RewriteDataFilesSparkAction action = SparkActions.get(spark).rewriteDataFiles(table);
    return (sortedBy.isEmpty() ? action.binPack() : action.sort(by(table, sortedBy)))
        .options(options)
        .execute();
  }

  private static SortOrder by(Table table, List<String> columns) {
    SortOrder.Builder order = SortOrder.builderFor(table.schema());
    columns.forEach(order::asc);
    return order.build();
  }

  private static Map<String, String> options(Limits limits) {
    return Map.of(
        BinPackRewriteFilePlanner.TARGET_FILE_SIZE_BYTES,
            String.valueOf(DataFiles.TARGET_FILE_BYTES),
        BinPackRewriteFilePlanner.DELETE_RATIO_THRESHOLD, String.valueOf(limits.deletedShare()),
        BinPackRewriteFilePlanner.MIN_INPUT_FILES, String.valueOf(limits.smallFiles()),
        BinPackRewriteFilePlanner.MAX_FILE_GROUP_SIZE_BYTES, String.valueOf(limits.maxBytes()));
  }
}

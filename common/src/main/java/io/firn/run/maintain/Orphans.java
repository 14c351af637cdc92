package io.firn.run.maintain;

import java.time.Instant;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.DeleteOrphanFiles;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.spark.actions.DeleteOrphanFilesSparkAction;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Files that no snapshot refers to, as killed runs leave them.
 *
 * <p>A run that is at work has written such files too, which its commit will refer to; so only
 * files go that are older than any run takes.
 */
final class Orphans {
  private Orphans() {}

  /**
   * @param delete whether they are deleted, or counted alone
   */
  static long carryOut(
      Table table, Limits limits, Instant now, boolean delete, SparkSession spark) {
    DeleteOrphanFilesSparkAction action =
        SparkActions.get(spark)
            .deleteOrphanFiles(table)
            .olderThan(now.minus(limits.orphansAfter()).toEpochMilli())
            .usePrefixListing(table.io() instanceof SupportsPrefixOperations);
    DeleteOrphanFiles.Result found = (delete ? action : action.deleteWith(counted -> {})).execute();
    return found.orphanFilesCount();
  }
}

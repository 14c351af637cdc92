package io.firn.gold;

import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a refresh makes of the inputs; nothing is computed yet.
 *
 * @param rows of the query, all or those of the groups that changed
 * @param replaced what they take the place of; empty when it is the whole table
 * @param how from what to what, and why all of it
 */
record Recomputed(Dataset<Row> rows, Optional<Replaced> replaced, String how) {

  /**
   * {@code written} rows of the query; {@code groups} values of the grain, or of a part of it, that
   * changes reached; {@code removed} rows that these had; {@code kept} rows beside them that were
   * written again, since they stood in the same files.
   *
   * @param inFiles rows in the files that were written
   */
  SortedMap<String, Long> counts(long inFiles) {
    TreeMap<String, Long> counts = new TreeMap<>();
    counts.put("written", inFiles);
    replaced.ifPresent(
        groups -> {
          counts.put("written", inFiles - groups.keptRows());
          counts.put("groups", groups.groups());
          counts.put("removed", groups.removed());
          counts.put("kept", groups.keptRows());
        });
    return counts;
  }

  /** Commits what was written in the place of what it replaces. */
  long commit(TableCommit commit, WrittenFiles files) {
    return replaced.isPresent()
        ? commit.replace(files, replaced.get().files())
        : commit.replace(files);
  }
}

package io.firn.gold;

import io.firn.model.TableName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a gold table is brought up to date, as far as metadata tell. */
sealed interface RefreshPlan {

  /**
   * All rows are computed and replaced.
   *
   * @param reason why not only what changed; empty where the pipeline asks for it
   */
  record Full(Optional<String> reason) implements RefreshPlan {
    static Full because(String reason) {
      return new Full(Optional.of(reason));
    }
  }

  /**
   * The groups that changes of the inputs reach are computed and replaced.
   *
   * @param head of the gold table, which holds the query's result over the inputs before
   * @param before what the gold table was made of
   * @param changes by input, of those that changed
   */
  record Incremental(long head, GoldProgress before, SortedMap<String, InputChange> changes)
      implements RefreshPlan {
    public Incremental {
      changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }
  }

  /** Where the changed rows of an input are found. */
  sealed interface InputChange {}

  /**
   * A silver table's images of rows before and after.
   *
   * @param table {@code silver.NAME__changes}
   * @param snapshots of that table, oldest first; the rows that each of them added
   */
  record Feed(TableName table, List<Long> snapshots) implements InputChange {
    public Feed {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** The files by which two snapshots of a gold table differ. */
  record Files(TableName table, long from, long to) implements InputChange {}
}

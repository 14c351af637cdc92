package io.firn.run.maintain;

import io.firn.model.Failure;
import io.firn.model.TableName;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was done on a table.
 *
 * @param counts by what was counted: {@code files-rewritten, files-written, bytes-rewritten,
 *     delete-files-removed, files-left, manifests-rewritten, snapshots-expired, orphans-deleted};
 *     what was not done is not there
 * @param failure what stopped the work; what had been done by then stays
 */
public record TableUpkeep(
    TableName table, SortedMap<String, Long> counts, Optional<Failure> failure, Duration took) {
  public TableUpkeep {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  TableUpkeep(TableName table, Map<String, Long> counts, Optional<Failure> failure, Duration took) {
    this(table, new TreeMap<>(counts), failure, took);
  }
}

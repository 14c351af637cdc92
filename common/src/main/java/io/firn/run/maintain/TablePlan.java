package io.firn.run.maintain;

import io.firn.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to do on a table, as its metadata tells without reading a row.
 *
 * @param work one sentence for each kind of work that is due
 * @param due those kinds
 * @param keptFor the reader for which snapshots are kept longer than they would be
 */
public record TablePlan(
    TableName table, Set<Upkeep> due, List<String> work, Optional<Need> keptFor) {
  public TablePlan {
    due = Set.copyOf(due);
    work = List.copyOf(work);
  }
}

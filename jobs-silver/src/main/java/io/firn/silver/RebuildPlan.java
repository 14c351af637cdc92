package io.firn.silver;

import io.firn.model.UnitName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Table;

/**
 * What a rebuild of a table would do.
 *
 * @param snapshot of bronze up to which the table is made anew: the one that it has reached
 * @param changes bronze rows to read
 * @param rows that the table has now
 * @param notes reasons, risks
 * @param target as it was loaded
 */
public record RebuildPlan(
    UnitName unit,
    OptionalLong snapshot,
    long changes,
    long rows,
    List<String> notes,
    Optional<Table> target) {
  public RebuildPlan {
    notes = List.copyOf(notes);
  }

  /** Whether there is anything to make anew. */
  public boolean ready() {
    return snapshot.isPresent();
  }
}

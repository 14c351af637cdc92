package io.firn.silver;

import io.firn.change.EnvelopeOperation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the changes of a range are, counted in one pass, so that what is rare costs nothing in a
 * range that has none of it.
 */
record Profile(List<Group> groups) {
  private static final Set<String> WRITES = Set.of("r", "c", "u");

  Profile {
    groups = List.copyOf(groups);
  }

  /**
   * Changes of one operation and schema.
   *
   * @param schemaId null when the events came without
   * @param leavingOut those whose row image may leave a value out
   * @param renamed those of them that are the new row of a primary-key change
   */
  record Group(String op, String schemaId, long rows, long leavingOut, long renamed) {}

  /**
   * @param changes of bronze's columns
   */
  static Profile of(Dataset<Row> changes) {
    return new Profile(
        changes
            .groupBy("op", "schema_id")
            .agg(
                functions.count(functions.lit(1)),
                functions.count_if(Delta.mayLeaveOut()),
                functions.count_if(Delta.mayLeaveOut().and(KeyChanges.isNewRow())))
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Group(
                        row.getString(0),
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4)))
            .toList());
  }

  /** Whether any row image may leave a value out. */
  boolean leavesOut() {
    return groups.stream().anyMatch(group -> group.leavingOut() > 0);
  }

  /** Whether any key change's new row may leave out a value that only the old key's row has. */
  boolean keyChangesWithGaps() {
    return groups.stream().anyMatch(group -> group.renamed() > 0);
  }

  /** Whether any change brings a row image, or its schema tells the columns of one. */
  boolean hasRows() {
    return groups.stream()
        .anyMatch(group -> group.schemaId() != null || WRITES.contains(group.op()));
  }

  boolean truncates() {
    return groups.stream().anyMatch(group -> group.op().equals(EnvelopeOperation.TRUNCATE.code()));
  }

  boolean schemaless() {
    return groups.stream().anyMatch(group -> group.schemaId() == null);
  }

  Set<String> schemaIds() {
    Set<String> ids = new TreeSet<>();
    groups.stream().map(Group::schemaId).filter(Objects::nonNull).forEach(ids::add);
    return ids;
  }
}

package io.firn.silver;

import io.firn.change.EnvelopeOperation;
import io.firn.model.TopicPartition;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the changes of a range are, counted in one pass, so that what is rare costs nothing in a
 * range that has none of it.
 */
record Profile(List<Group> groups) {
  private static final Set<String> WRITES = Set.of("r", "c", "u");
  private static final Set<String> OF_ROWS = Set.of("r", "c", "u", "d");

  Profile {
    groups = List.copyOf(groups);
  }

  /**
   * Changes of one topic-partition, operation and schema.
   *
   * @param keyed whether they have a Kafka key
   * @param schemaId null when the events came without
   * @param rows counted
   * @param lowest the lowest position and the lowest offset of them, not of one change
   */
  record Group(
      TopicPartition partition,
      boolean keyed,
      String op,
      String schemaId,
      Counts rows,
      Lowest lowest) {}

  /**
   * @param all changes
   * @param leavingOut those whose row image may leave a value out
   * @param renamed those of them that are the new row of a primary-key change
   */
  record Counts(long all, long leavingOut, long renamed) {}

  record Lowest(String position, long offset) {
    Lowest with(Lowest other) {
      return new Lowest(
          position.compareTo(other.position) < 0 ? position : other.position,
          Math.min(offset, other.offset));
    }
  }

  /**
   * @param changes of bronze's columns
   */
  static Profile of(Dataset<Row> changes) {
    return new Profile(
        changes
            .groupBy(
                functions.col("topic"),
                functions.col("partition"),
                functions.col("key").isNotNull(),
                functions.col("op"),
                functions.col("schema_id"))
            .agg(
                functions.count(functions.lit(1)),
                functions.count_if(Delta.mayLeaveOut()),
                functions.count_if(Delta.mayLeaveOut().and(KeyChanges.isNewRow())),
                functions.min("position"),
                functions.min("offset"))
            .collectAsList()
            .stream()
            .map(Profile::group)
            .toList());
  }

  private static Group group(Row row) {
    String position = row.getString(8);
    return new Group(
        new TopicPartition(row.getString(0), row.getInt(1)),
        row.getBoolean(2),
        row.getString(3),
        row.getString(4),
        new Counts(row.getLong(5), row.getLong(6), row.getLong(7)),
        new Lowest(position == null ? "" : position, row.getLong(9)));
  }

  /** Where the changes of rows begin, for each topic-partition that has any. */
  SortedMap<TopicPartition, Lowest> lowest() {
    TreeMap<TopicPartition, Lowest> lowest = new TreeMap<>();
    groups.stream()
        .filter(group -> OF_ROWS.contains(group.op()))
        .forEach(group -> lowest.merge(group.partition(), group.lowest(), Lowest::with));
    return lowest;
  }

  /** Topics with changes that have no Kafka key, which may come in any partition. */
  Set<String> withoutKeys() {
    return groups.stream()
        .filter(group -> !group.keyed() && OF_ROWS.contains(group.op()))
        .map(group -> group.partition().topic())
        .collect(Collectors.toSet());
  }

  /** How many changes there are. */
  long rows() {
    return groups.stream().mapToLong(group -> group.rows().all()).sum();
  }

  /** Whether any row image may leave a value out. */
  boolean leavesOut() {
    return groups.stream().anyMatch(group -> group.rows().leavingOut() > 0);
  }

  /** Whether any key change's new row may leave out a value that only the old key's row has. */
  boolean keyChangesWithGaps() {
    return groups.stream().anyMatch(group -> group.rows().renamed() > 0);
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

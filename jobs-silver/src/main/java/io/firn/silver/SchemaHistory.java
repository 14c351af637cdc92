package io.firn.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firn.commit.RowFileWriter;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every change of a silver table's shape in {@code silver.__schema_history}, append-only, all
 * silver tables together; it outlives expired snapshots, and the table itself.
 *
 * <p>A change must be in the history exactly when the table has it, and two tables cannot be
 * committed as one. Were the history written first, a crash would leave a change in it that never
 * was, since the next run may read further and make another one; were it written second and alone,
 * a crash would lose it, since the next run finds the column there and nothing to change. So the
 * changes of a run are first committed with the table's shape, as a property of the table in the
 * same commit, and then appended here. A crash between the two leaves them in the property: readers
 * look there, too, and the next change of the shape brings them over before the property is written
 * anew. Rows come after all of it: a crash before them leaves a table that has its new shape and
 * says so, to which the repeated run changes nothing and therefore adds nothing. Should an entry be
 * appended twice, by two runs at once, it is the same row, and readers take rows that are equal for
 * one.
 */
public final class SchemaHistory {
  /** Where it is kept. */
  public static final TableName NAME = new TableName("silver", "__schema_history");

  /** The last changes of a table's shape, as a JSON array. */
  static final String PROPERTY = "firn.schema-changes";

  private static final Logger LOG = LoggerFactory.getLogger(SchemaHistory.class);
  private static final String NUMBER = "number";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "unit", Types.StringType.get()),
          Types.NestedField.required(2, "table_id", Types.StringType.get()),
          Types.NestedField.required(3, "number", Types.IntegerType.get()),
          Types.NestedField.required(4, "change", Types.StringType.get()),
          Types.NestedField.required(5, "column", Types.StringType.get()),
          Types.NestedField.optional(6, "from_type", Types.StringType.get()),
          Types.NestedField.optional(7, "to_type", Types.StringType.get()),
          Types.NestedField.required(8, "decided_by", Types.StringType.get()),
          Types.NestedField.optional(9, "tenant", Types.StringType.get()),
          Types.NestedField.optional(10, "topic", Types.StringType.get()),
          Types.NestedField.optional(11, "partition", Types.IntegerType.get()),
          Types.NestedField.optional(12, "offset", Types.LongType.get()),
          Types.NestedField.required(13, "run_key", Types.StringType.get()),
          Types.NestedField.required(14, "changed_at", Types.TimestampType.withZone()));
  private static final Comparator<Entry> OLDEST_FIRST =
      Comparator.comparing((Entry entry) -> entry.change().at())
          .thenComparing(Entry::unit)
          .thenComparingInt(Entry::number);

  private final Catalog catalog;

  /** The history that {@code catalog} has. */
  public SchemaHistory(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * A change of one table.
   *
   * @param tableId the table's UUID: one that was dropped and made anew is another table
   * @param number its place among all changes of the table, from 0
   */
  public record Entry(UnitName unit, String tableId, int number, SchemaChange change) {}

  /** The changes of {@code units}' tables, oldest first, of tables dropped since, too. */
  public List<Entry> of(Collection<UnitName> units) {
    Set<Entry> entries = new LinkedHashSet<>(stored(units));
    for (UnitName unit : units) {
      Tables.load(catalog, unit.tableName())
          .ifPresent(table -> entries.addAll(lastOf(unit, table)));
    }
    return entries.stream().sorted(OLDEST_FIRST).toList();
  }

  /**
   * The property that goes into the commit which makes {@code changes}.
   *
   * @param before the table, empty when that commit creates it
   */
  static Map<String, String> property(Optional<Table> before, List<SchemaChange> changes) {
    if (changes.isEmpty()) {
      return Map.of();
    }
    int next =
        before
            .map(have -> json(have.properties().getOrDefault(PROPERTY, "[]")))
            .filter(last -> !last.isEmpty())
            .map(last -> last.get(last.size() - 1).get(NUMBER).intValue() + 1)
            .orElse(0);
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (SchemaChange change : changes) {
      array.add(change.json().put(NUMBER, next++));
    }
    return Map.of(PROPERTY, array.toString());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable " + PROPERTY + ": " + text, broken);
    }
  }

  private static List<Entry> lastOf(UnitName unit, Table table) {
    List<Entry> last = new ArrayList<>();
    String id = table.uuid().toString();
    json(table.properties().getOrDefault(PROPERTY, "[]"))
        .forEach(
            change ->
                last.add(
                    new Entry(unit, id, change.get(NUMBER).intValue(), SchemaChange.of(change))));
    return last;
  }

  /** Brings over what the table alone has; to be called before its property is written anew. */
  void heal(UnitName unit, Table table) {
    List<Entry> last = new ArrayList<>(lastOf(unit, table));
    if (!last.isEmpty()) {
      last.removeAll(stored(List.of(unit)));
      append(last);
    }
  }

  /** Appends what the table has committed last. */
  void append(UnitName unit, Table table) {
    try {
      append(lastOf(unit, table));
    } catch (RuntimeException later) {
      // The changes are committed with the table's shape: readers find them there, and the next
      // change brings them here. Failing the unit would be untrue.
      LOG.warn("{} has to wait for the next change of {}", NAME, unit, later);
    }
  }

  private void append(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Table table =
        Tables.loadOrCreate(
            catalog, new TableSpec(NAME, SCHEMA, PartitionSpec.unpartitioned(), Map.of()));
    RunKey runKey = new RunKey(entries.get(0).change().runKey());
    TaskIdentity task = new TaskIdentity(TaskIdentity.operation(runKey), 0, 0);
    try (RowFileWriter writer =
        new RowFileWriter(table, SparkSchemaUtil.convert(table.schema()), task)) {
      entries.forEach(entry -> writer.write(row(entry)));
      TableCommit.appendFacts(table, WrittenFiles.ofData(writer.complete()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + table.name(), failed);
    }
  }

  private static InternalRow row(Entry entry) {
    SchemaChange change = entry.change();
    Optional<SchemaChange.Place> place = change.place();
    return new GenericInternalRow(
        new Object[] {
          text(entry.unit().toString()),
          text(entry.tableId()),
          entry.number(),
          text(change.kind().id()),
          text(change.column()),
          change.from().map(SchemaHistory::text).orElse(null),
          change.to().map(SchemaHistory::text).orElse(null),
          text(change.decidedBy()),
          place.flatMap(SchemaChange.Place::tenant).map(SchemaHistory::text).orElse(null),
          place.map(where -> text(where.partition().topic())).orElse(null),
          place.map(where -> where.partition().partition()).orElse(null),
          place.map(SchemaChange.Place::offset).orElse(null),
          text(change.runKey()),
          ChronoUnit.MICROS.between(Instant.EPOCH, change.at())
        });
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  private List<Entry> stored(Collection<UnitName> units) {
    List<Entry> stored = new ArrayList<>();
    Optional<Table> table = Tables.load(catalog, NAME);
    if (table.isEmpty() || units.isEmpty()) {
      return stored;
    }
    Object[] names = units.stream().map(UnitName::toString).toArray();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table.get()).where(Expressions.in("unit", names)).build()) {
      rows.forEach(row -> stored.add(entry(row)));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + NAME, failed);
    }
    return stored;
  }

  private static Entry entry(Record row) {
    Optional<SchemaChange.Place> place =
        text(row, "topic")
            .map(
                topic ->
                    new SchemaChange.Place(
                        text(row, "tenant"),
                        new TopicPartition(topic, (Integer) row.getField("partition")),
                        (Long) row.getField("offset")));
    return new Entry(
        UnitName.parse((String) row.getField("unit")),
        (String) row.getField("table_id"),
        (Integer) row.getField("number"),
        new SchemaChange(
            SchemaChange.Kind.of((String) row.getField("change")),
            (String) row.getField("column"),
            text(row, "from_type"),
            text(row, "to_type"),
            (String) row.getField("decided_by"),
            place,
            (String) row.getField("run_key"),
            ((OffsetDateTime) row.getField("changed_at")).toInstant()));
  }

  private static Optional<String> text(Record row, String column) {
    return Optional.ofNullable((String) row.getField(column));
  }
}

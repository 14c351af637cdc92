package io.firn.bronze;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Fate;
import io.firn.model.FirnException;
import io.firn.model.TableName;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import io.firn.table.TypeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Types;

/**
 * The layouts of bronze.
 *
 * <p>Row images are large, read whole and never filtered on, so they carry no statistics and no
 * dictionary: measured to save a sixth of the landing's CPU time.
 */
final class BronzeTables {
  private static final String LANDED_AT = "landed_at";

  private static final Types.ListType HEADERS =
      Types.ListType.ofOptional(
          101,
          Types.StructType.of(
              Types.NestedField.required(102, "key", Types.StringType.get()),
              Types.NestedField.optional(103, "value", Types.BinaryType.get())));

  /** Columns of every bronze table, in order. */
  static final Schema CHANGES =
      new Schema(
          Types.NestedField.optional(1, "tenant", Types.StringType.get()),
          Types.NestedField.optional(2, "key", Types.StringType.get()),
          Types.NestedField.required(3, "op", Types.StringType.get()),
          Types.NestedField.optional(4, "before", Types.StringType.get()),
          Types.NestedField.optional(5, "after", Types.StringType.get()),
          Types.NestedField.required(6, "source", Types.StringType.get()),
          Types.NestedField.required(7, "position", Types.StringType.get()),
          Types.NestedField.required(8, "source_ts", Types.TimestampType.withZone()),
          Types.NestedField.required(9, "topic", Types.StringType.get()),
          Types.NestedField.required(10, "partition", Types.IntegerType.get()),
          Types.NestedField.required(11, "offset", Types.LongType.get()),
          Types.NestedField.required(12, "kafka_ts", Types.TimestampType.withZone()),
          Types.NestedField.optional(13, "headers", HEADERS),
          Types.NestedField.optional(14, "schema_id", Types.StringType.get()),
          Types.NestedField.required(15, "run_key", Types.StringType.get()),
          Types.NestedField.required(16, LANDED_AT, Types.TimestampType.withZone()),
          Types.NestedField.optional(17, "patch", Types.StringType.get()));

  /** Refused records with their own bytes. */
  static final Schema QUARANTINE =
      new Schema(
          Types.NestedField.required(1, "unit", Types.StringType.get()),
          Types.NestedField.required(2, "topic", Types.StringType.get()),
          Types.NestedField.required(3, "partition", Types.IntegerType.get()),
          Types.NestedField.required(4, "offset", Types.LongType.get()),
          Types.NestedField.required(5, "kafka_ts", Types.TimestampType.withZone()),
          Types.NestedField.optional(6, "key", Types.BinaryType.get()),
          Types.NestedField.optional(7, "value", Types.BinaryType.get()),
          Types.NestedField.optional(8, "headers", HEADERS),
          Types.NestedField.required(9, "reason", Types.StringType.get()),
          Types.NestedField.required(10, "detail", Types.StringType.get()),
          Types.NestedField.required(11, "run_key", Types.StringType.get()),
          Types.NestedField.required(12, LANDED_AT, Types.TimestampType.withZone()),
          Types.NestedField.required(13, "era", Types.IntegerType.get()));

  /** Embedded schemas, once each. */
  static final Schema SCHEMAS =
      new Schema(
          Types.NestedField.required(1, "schema_id", Types.StringType.get()),
          Types.NestedField.required(2, "schema", Types.StringType.get()),
          Types.NestedField.required(3, "topic", Types.StringType.get()),
          Types.NestedField.required(4, LANDED_AT, Types.TimestampType.withZone()));

  /** One row for each topic-partition and run; a column for each fate. */
  static final Schema LEDGER = new Schema(ledgerColumns());

  /** Large, read whole and never filtered on. */
  private static final List<String> IMAGES =
      List.of("key", "before", "after", "patch", "source", "headers.element.value");

  /** Filtered on, and with a new value in each row. */
  private static final List<String> EVER_NEW =
      List.of("position", "offset", "source_ts", "kafka_ts");

  private static final String DICTIONARY = "write.parquet.dict-encoding-enabled.column.";
  private static final String STATISTICS = "write.parquet.stats-enabled.column.";
  private static final String METRICS = "write.metadata.metrics.column.";

  private BronzeTables() {}

  /**
   * A bronze table, created when it does not exist. One that an earlier version made gets the
   * columns that came since, before any row is written: a schema without rows of it harms nobody,
   * and a run that ends in between finds the columns there.
   */
  static Table open(Catalog catalog, TableName name) {
    Table table = Tables.loadOrCreate(catalog, changes(name));
    requirePartitions(table);
    List<Types.NestedField> missing = missing(table);
    if (!missing.isEmpty()) {
      UpdateSchema update = table.updateSchema();
      missing.forEach(column -> update.addColumn(column.name(), column.type()));
      update.commit();
    }
    return table;
  }

  private static List<Types.NestedField> missing(Table table) {
    return CHANGES.columns().stream()
        .filter(column -> table.schema().findField(column.name()) == null)
        .toList();
  }

  /** What {@link #open} would do, one sentence each. */
  static List<String> ddl(TableName name, Optional<Table> table) {
    return table
        .map(
            have ->
                missing(have).stream()
                    .map(column -> "add column " + column.name() + " " + TypeText.of(column.type()))
                    .toList())
        .orElseGet(() -> List.of("create table " + name));
  }

  /** Where all rows of a landing go: a bronze table is partitioned by nothing else. */
  static PartitionData partition(Table table, long landedAtMicros) {
    PartitionData partition = new PartitionData(table.spec().partitionType());
    List<PartitionField> fields = table.spec().fields();
    for (int i = 0; i < fields.size(); i++) {
      partition.set(i, value(fields.get(i), landedAtMicros));
    }
    return partition;
  }

  private static Object value(PartitionField field, long landedAtMicros) {
    @SuppressWarnings("unchecked") // Iceberg binds a transform by its source's type, a timestamp
    Transform<Long, Object> transform = (Transform<Long, Object>) field.transform();
    return transform.bind(Types.TimestampType.withZone()).apply(landedAtMicros);
  }

  private static void requirePartitions(Table table) {
    for (PartitionField field : table.spec().fields()) {
      String column = table.schema().findColumnName(field.sourceId());
      if (!LANDED_AT.equals(column)) {
        throw new FirnException(
            new Failure(
                ErrorKind.CONFIG,
                "A bronze table is partitioned by a column that its rows do not come sorted by",
                table.name(),
                "partitions of " + LANDED_AT + " alone, by any transform",
                column,
                "Take the field out of the table's partition spec; rows that are there stay."));
      }
    }
  }

  static TableSpec changes(TableName name) {
    return new TableSpec(
        name, CHANGES, PartitionSpec.builderFor(CHANGES).day(LANDED_AT).build(), writing());
  }

  private static Map<String, String> writing() {
    Map<String, String> properties = new HashMap<>();
    // Level 3, Iceberg's default, makes files 4 % smaller for twice the compressor's time.
    properties.put("write.parquet.compression-level", "1");
    for (String column : IMAGES) {
      properties.put(DICTIONARY + column, "false");
      properties.put(STATISTICS + column, "false");
      properties.put(METRICS + column, "none");
    }
    for (String column : EVER_NEW) {
      properties.put(DICTIONARY + column, "false");
    }
    return properties;
  }

  static TableSpec quarantine() {
    return new TableSpec(
        Pipeline.quarantine(),
        QUARANTINE,
        PartitionSpec.builderFor(QUARANTINE).day(LANDED_AT).build(),
        Map.of(METRICS + "key", "none", METRICS + "value", "none"));
  }

  static TableSpec schemas() {
    return new TableSpec(Pipeline.schemas(), SCHEMAS, PartitionSpec.unpartitioned(), Map.of());
  }

  static TableSpec ledger() {
    return new TableSpec(
        Pipeline.ledger(),
        LEDGER,
        PartitionSpec.builderFor(LEDGER).day(LANDED_AT).build(),
        Map.of());
  }

  private static List<Types.NestedField> ledgerColumns() {
    List<Types.NestedField> columns = new ArrayList<>();
    columns.add(Types.NestedField.required(1, "unit", Types.StringType.get()));
    columns.add(Types.NestedField.required(2, "run_key", Types.StringType.get()));
    columns.add(Types.NestedField.required(3, LANDED_AT, Types.TimestampType.withZone()));
    columns.add(Types.NestedField.required(4, "topic", Types.StringType.get()));
    columns.add(Types.NestedField.required(5, "partition", Types.IntegerType.get()));
    columns.add(Types.NestedField.required(6, "era", Types.IntegerType.get()));
    columns.add(Types.NestedField.required(7, "start_offset", Types.LongType.get()));
    columns.add(Types.NestedField.required(8, "end_offset", Types.LongType.get()));
    for (Fate fate : Fate.values()) {
      columns.add(
          Types.NestedField.required(columns.size() + 1, column(fate), Types.LongType.get()));
    }
    return columns;
  }

  /** The column of {@code bronze.__ledger} that counts {@code fate}. */
  static String column(Fate fate) {
    return fate.id().replace('-', '_');
  }
}

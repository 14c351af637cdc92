package io.firn.run.trial;

import io.firn.config.BronzeTable;
import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.GoldTable;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.schema.DeclaredType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * What the pipeline says of a table's columns.
 *
 * @param types by column, in the table's order; empty where only the source knows the type
 * @param all whether a test may name no others: the pipeline declares columns of this table
 */
public record KnownColumns(Map<String, Optional<ColumnType>> types, boolean all) {
  private static final ColumnType TEXT = new ColumnType("string");

  private static final Map<String, String> VERSION =
      Map.of("valid_from", "timestamptz", "valid_to", "timestamptz", "is_current", "boolean");

  public KnownColumns {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
  }

  /** As queries that read the table find it. */
  public static KnownColumns of(TableName table, Pipeline pipeline) {
    UnitName unit = UnitName.parse(table.toString());
    Optional<SilverTable> silver =
        pipeline.silver(unit.table()).filter(candidate -> candidate.unit().equals(unit));
    if (silver.isPresent()) {
      return silver.get().rules().transform().isPresent()
          ? transformed(silver.get(), pipeline)
          : before(silver.get(), pipeline).withVersions(silver.get());
    }
    return gold(pipeline.gold(unit.table()).orElseThrow());
  }

  /** As the table's own transform finds its rows. */
  public static KnownColumns before(SilverTable table, Pipeline pipeline) {
    Map<String, Optional<ColumnType>> types = new LinkedHashMap<>();
    tenant(table, pipeline, types);
    for (ColumnSpec column : table.columns()) {
      types.put(column.name(), column.type());
    }
    for (String key : table.key()) {
      types.putIfAbsent(key, Optional.empty());
    }
    return new KnownColumns(types, !table.columns().isEmpty());
  }

  /** What a transform makes of the columns only the transform knows, but that the key stays. */
  private static KnownColumns transformed(SilverTable table, Pipeline pipeline) {
    Map<String, Optional<ColumnType>> types = new LinkedHashMap<>();
    tenant(table, pipeline, types);
    KnownColumns before = before(table, pipeline);
    table.key().forEach(key -> types.put(key, before.types.get(key)));
    return new KnownColumns(types, false);
  }

  private static void tenant(
      SilverTable table, Pipeline pipeline, Map<String, Optional<ColumnType>> types) {
    boolean names =
        pipeline.bronze(table.from().table()).filter(BronzeTable::namesTenant).isPresent();
    if (names) {
      types.put(SilverTable.TENANT, Optional.of(TEXT));
    }
  }

  private KnownColumns withVersions(SilverTable table) {
    if (table.rules().versions().isEmpty()) {
      return this;
    }
    Map<String, Optional<ColumnType>> more = new LinkedHashMap<>(types);
    VERSION.forEach((name, type) -> more.put(name, Optional.of(new ColumnType(type))));
    return new KnownColumns(more, all);
  }

  private static KnownColumns gold(GoldTable table) {
    Map<String, Optional<ColumnType>> types = new LinkedHashMap<>();
    table.grain().forEach(column -> types.put(column, Optional.empty()));
    return new KnownColumns(types, false);
  }

  /** The columns with their types, where the pipeline says all of them. */
  public Optional<StructType> declared() {
    if (!all || types.values().stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    StructType columns = new StructType();
    for (Map.Entry<String, Optional<ColumnType>> column : types.entrySet()) {
      columns = columns.add(column.getKey(), type(column.getValue().get()), true);
    }
    return Optional.of(columns);
  }

  /** Spark's type of a declared column. */
  static DataType type(ColumnType declared) {
    return SparkSchemaUtil.convert(DeclaredType.of(declared));
  }

  /** The names, in the table's order. */
  public List<String> names() {
    return new ArrayList<>(types.keySet());
  }
}

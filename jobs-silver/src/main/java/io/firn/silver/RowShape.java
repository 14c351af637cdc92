package io.firn.silver;

import io.firn.config.ColumnSpec;
import io.firn.config.Explode;
import io.firn.config.SilverTable;
import io.firn.config.VersionRules;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a silver table on their way there: the table's columns, then {@code __gone boolean}
 * (not to be kept), {@code __missing array<string>} (columns whose value the source left out and
 * the range does not tell), {@code __origin struct<key columns>} (the table's row that has them)
 * and {@code __lost boolean} (the table has them no longer; bronze does).
 *
 * @param schema the table's schema, as JSON would be; Iceberg's schema is serializable
 * @param columns one for each column that the source fills, in table order
 * @param versions whether every state of a key is a row on its way, with its change's time as
 *     {@code valid_from}, and not the latest alone
 * @param tracked columns whose change makes a new version; empty without versions
 * @param explode what the rows are the elements of, or nothing; then {@code key} is the key of the
 *     source's row, of which there may be many rows. A list for the same reason as an encoding
 */
record RowShape(
    Schema schema,
    List<String> key,
    List<DataColumn> columns,
    boolean versions,
    List<String> tracked,
    List<Explode> explode)
    implements Serializable {

  /**
   * A column that the source fills.
   *
   * @param path in the row image
   * @param encodings the declared encoding, or none; a list because it travels to the executors,
   *     which an {@code Optional} cannot
   */
  record DataColumn(Types.NestedField field, List<String> path, List<ColumnSpec.Encoding> encodings)
      implements Serializable {
    Optional<ColumnSpec.Encoding> encoding() {
      return encodings.stream().findFirst();
    }

    String name() {
      return field.name();
    }
  }

  static RowShape of(SilverTable table, Schema schema) {
    List<DataColumn> columns = new ArrayList<>();
    for (Types.NestedField field : schema.columns()) {
      if (Columns.isData(table, field.name())) {
        List<ColumnSpec.Encoding> encodings =
            table.columns().stream()
                .filter(spec -> spec.name().equals(field.name()))
                .flatMap(spec -> spec.encoding().stream())
                .toList();
        boolean declared =
            table.columns().stream().anyMatch(spec -> spec.name().equals(field.name()));
        List<String> path =
            declared ? KeyPaths.path(table, field.name()) : List.of(FieldNames.field(field));
        columns.add(new DataColumn(field, path, encodings));
      }
    }
    Optional<VersionRules> versions = table.rules().versions();
    List<String> tracked =
        columns.stream()
            .map(DataColumn::name)
            .filter(column -> !table.key().contains(column))
            .filter(column -> versions.filter(rules -> rules.tracks(column)).isPresent())
            .toList();
    return new RowShape(
        schema,
        table.key(),
        List.copyOf(columns),
        versions.isPresent(),
        List.copyOf(tracked),
        table.explode().map(List::of).orElse(List.of()));
  }

  /** Whether deleted rows stay, marked. */
  boolean marks() {
    return schema.findField(Columns.MARK) != null;
  }

  /** Of {@code rows}, which may be many of one key, one for each key. */
  Dataset<Row> heads(Dataset<Row> rows) {
    return explodes() ? rows.filter(functions.col(Columns.DELETED)) : rows;
  }

  boolean explodes() {
    return !explode.isEmpty();
  }

  /** Columns that identify a row of the table. */
  List<String> rowKey() {
    return Stream.concat(key.stream(), explode.stream().map(Explode::key)).toList();
  }

  /** Spark's type of the table's own columns. */
  StructType table() {
    return SparkSchemaUtil.convert(schema);
  }

  /** The place of a column in the table's rows. */
  int place(String column) {
    return table().fieldIndex(column);
  }

  /** Spark's type of the key columns, in the key's order. */
  StructType keys() {
    StructType table = table();
    return new StructType(
        key.stream().map(column -> table.apply(column)).toArray(StructField[]::new));
  }

  /** Spark's type of the rows on their way. All nullable: a deleted row has nothing but its key. */
  StructType rows() {
    StructType rows = new StructType();
    for (StructField field : table().fields()) {
      rows = rows.add(field.name(), field.dataType(), true);
    }
    return rows.add(Columns.DELETED, DataTypes.BooleanType, false)
        .add(Columns.MISSING, DataTypes.createArrayType(DataTypes.StringType, false), true)
        .add(Columns.ORIGIN, keys(), true)
        .add(Columns.LOST, DataTypes.BooleanType, false);
  }
}

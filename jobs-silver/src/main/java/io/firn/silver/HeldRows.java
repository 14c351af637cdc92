package io.firn.silver;

import io.firn.change.SourceSchema;
import io.firn.commit.RowFiles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The table's rows that changes with left-out values may mean, each as one more row of {@link
 * KeyedChanges#ROWS} at its own place in the order, without an operation. {@link Fold} then meets
 * it where it belongs: behind the changes that are older than the table's row.
 */
final class HeldRows {
  private final String unit;
  private final RowShape shape;
  private final Map<String, SourceSchema> schemas;

  HeldRows(String unit, RowShape shape, Map<String, SourceSchema> schemas) {
    this.unit = unit;
    this.shape = shape;
    this.schemas = schemas;
  }

  /**
   * @param leavingOut the keyed changes that leave values out; others need no row of the table
   */
  Dataset<Row> of(Dataset<Row> leavingOut, Existing existing) {
    Dataset<Row> wanted =
        Rows.dataset(
                leavingOut.sparkSession(),
                RowFiles.internal(leavingOut).mapPartitions(new Keys(unit, shape, schemas)),
                keys())
            .distinct();
    Dataset<Row> places = existing.placesOf(wanted).select(changes());
    return shape.explodes() ? places.distinct() : places;
  }

  /** {@code __group, __key} and the table's key columns. */
  private StructType keys() {
    StructType keys =
        new StructType()
            .add(Columns.GROUP, DataTypes.StringType, false)
            .add(Columns.KEY, DataTypes.StringType, false);
    for (StructField column : shape.keys().fields()) {
      keys = keys.add(column);
    }
    return keys;
  }

  private static Column[] changes() {
    List<String> told =
        List.of(Columns.GROUP, Columns.KEY, Columns.POSITION, Columns.PARTITION, Columns.OFFSET);
    List<Column> columns = new ArrayList<>();
    for (StructField field : KeyedChanges.ROWS.fields()) {
      columns.add(
          told.contains(field.name())
              ? functions.col(field.name())
              : functions.lit(null).cast(field.dataType()).as(field.name()));
    }
    return columns.toArray(Column[]::new);
  }

  /** The key of each change and, of a key change, the old one, decoded as the table has them. */
  private record Keys(String unit, RowShape shape, Map<String, SourceSchema> schemas)
      implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> changes) {
      RowDecoder decoder = new RowDecoder(unit, shape, schemas);
      List<InternalRow> keys = new ArrayList<>();
      while (changes.hasNext()) {
        InternalRow change = changes.next();
        keys.add(key(decoder, change, FoldRows.KEY));
        if (!change.isNullAt(FoldRows.OLD_KEY)) {
          keys.add(key(decoder, change, FoldRows.OLD_KEY));
        }
      }
      return keys.iterator();
    }

    private InternalRow key(RowDecoder decoder, InternalRow change, int column) {
      UTF8String key = change.getUTF8String(column).clone();
      Object[] values = new Object[2 + shape.key().size()];
      values[0] = change.getUTF8String(FoldRows.GROUP).clone();
      values[1] = key;
      Object[] decoded =
          decoder.key(
              key.toString(), FoldRows.text(change, FoldRows.SCHEMA_ID), FoldRows.sequence(change));
      System.arraycopy(decoded, 0, values, 2, decoded.length);
      return new GenericInternalRow(values);
    }
  }
}

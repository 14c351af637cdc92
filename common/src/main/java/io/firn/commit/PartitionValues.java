package io.firn.commit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Computes a row's partition from its columns, as the table's spec says. */
final class PartitionValues {
  private record Source(int ordinal, DataType type, Function<Object, Object> transform) {}

  private final List<Source> sources;

  /** Copied for each change: making one anew converts the spec into an Avro schema as text. */
  private final PartitionData empty;

  /** What the last row's partition was made of. */
  private final Object[] lastValues;

  private PartitionData last;

  /**
   * @param rows the Spark type of the rows; must hold every source column of the spec by name
   */
  PartitionValues(PartitionSpec spec, Schema schema, StructType rows) {
    this.empty = new PartitionData(spec.partitionType());
    this.sources = spec.fields().stream().map(field -> source(field, schema, rows)).toList();
    this.lastValues = new Object[sources.size()];
  }

  private static Source source(PartitionField field, Schema schema, StructType rows) {
    String column = schema.findColumnName(field.sourceId());
    Type type = schema.findType(field.sourceId());
    @SuppressWarnings("unchecked") // Iceberg binds a transform by its source's type, as here
    Transform<Object, Object> transform = (Transform<Object, Object>) field.transform();
    Function<Object, Object> bound = transform.bind(type)::apply;
    int ordinal = rows.fieldIndex(column);
    return new Source(ordinal, rows.fields()[ordinal].dataType(), bound);
  }

  /**
   * The row's partition: the same object as long as rows have the same values, and never changed
   * afterwards, since writers keep it.
   */
  PartitionData of(InternalRow row) {
    boolean same = last != null;
    for (int field = 0; field < lastValues.length; field++) {
      Source source = sources.get(field);
      Object value =
          row.isNullAt(source.ordinal()) ? null : row.get(source.ordinal(), source.type());
      if (!Objects.equals(value, lastValues[field])) {
        // A row may lend its text and take it back for the next row.
        lastValues[field] = value instanceof UTF8String text ? text.clone() : value;
        same = false;
      }
    }
    if (!same) {
      last = partition();
    }
    return last;
  }

  private PartitionData partition() {
    PartitionData partition = empty.copy();
    for (int field = 0; field < lastValues.length; field++) {
      Object value = lastValues[field];
      partition.set(
          field, value == null ? null : sources.get(field).transform().apply(icebergValue(value)));
    }
    return partition;
  }

  private static Object icebergValue(Object catalyst) {
    if (catalyst instanceof UTF8String text) {
      return text.toString();
    }
    if (catalyst instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal();
    }
    if (catalyst instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    return catalyst;
  }
}

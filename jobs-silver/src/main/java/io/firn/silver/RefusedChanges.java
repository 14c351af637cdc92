package io.firn.silver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The changes of a {@link Delta} that {@link KeyedChanges} leaves out, each with its place in
 * bronze and the reason. A pass of its own, made only when there are some.
 */
final class RefusedChanges implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final long serialVersionUID = 1L;

  static final StructType ROWS =
      new StructType()
          .add("tenant", DataTypes.StringType, true)
          .add("topic", DataTypes.StringType, false)
          .add("partition", DataTypes.IntegerType, false)
          .add("offset", DataTypes.LongType, false)
          .add("position", DataTypes.StringType, true)
          .add("op", DataTypes.StringType, false)
          .add("reason", DataTypes.StringType, false)
          .add("detail", DataTypes.StringType, false);

  private final KeyPaths keyPaths;

  RefusedChanges(KeyPaths keyPaths) {
    this.keyPaths = keyPaths;
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> changes) {
    ChangeSplit split = new ChangeSplit(keyPaths);
    Deque<InternalRow> ready = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (ready.isEmpty() && changes.hasNext()) {
          InternalRow row = changes.next();
          try {
            split.of(row);
          } catch (ChangeRefusal refusal) {
            ready.add(out(row, refusal));
          }
        }
        return !ready.isEmpty();
      }

      @Override
      public InternalRow next() {
        return ready.remove();
      }
    };
  }

  private static InternalRow out(InternalRow row, ChangeRefusal refusal) {
    return new GenericInternalRow(
        new Object[] {
          copy(row, Delta.TENANT),
          copy(row, Delta.TOPIC),
          row.getInt(Delta.PARTITION),
          row.getLong(Delta.OFFSET),
          copy(row, Delta.POSITION),
          copy(row, Delta.OP),
          UTF8String.fromString(refusal.reason().text()),
          UTF8String.fromString(refusal.getMessage())
        });
  }

  private static UTF8String copy(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).clone();
  }
}

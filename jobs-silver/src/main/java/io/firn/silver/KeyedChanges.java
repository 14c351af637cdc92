package io.firn.silver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.LongAccumulator;

/**
 * Gives each change of a {@link Delta} its key (see {@link ChangeSplit}). A change that cannot be
 * applied is left out; {@link RefusedChanges} tells which.
 *
 * <p>Out: {@code __group string, __key string, __old_key string, op string, image string, schema_id
 * string, tenant string, __position string, __partition int, __offset long, topic string}. {@code
 * __group} is the key, or the name of the set of keys that key changes connect (see {@link
 * KeyGroups}). {@code op} is null only for a row of the table that {@link HeldRows} puts among the
 * changes.
 */
final class KeyedChanges implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final long serialVersionUID = 1L;

  static final StructType ROWS =
      new StructType()
          .add(Columns.GROUP, DataTypes.StringType, false)
          .add(Columns.KEY, DataTypes.StringType, false)
          .add(Columns.OLD_KEY, DataTypes.StringType, true)
          .add("op", DataTypes.StringType, true)
          .add("image", DataTypes.StringType, true)
          .add("schema_id", DataTypes.StringType, true)
          .add("tenant", DataTypes.StringType, true)
          .add(Columns.POSITION, DataTypes.StringType, false)
          .add(Columns.PARTITION, DataTypes.IntegerType, false)
          .add(Columns.OFFSET, DataTypes.LongType, false)
          .add("source_ts", DataTypes.TimestampType, true)
          .add("topic", DataTypes.StringType, true);

  private final KeyPaths keyPaths;
  private final Map<String, String> groups;
  private final LongAccumulator refused;

  /**
   * @param groups by key, for keys that a key change connects with another
   * @param refused grows when a change cannot be applied; a sign to look, no count, since Spark may
   *     come by a change more than once
   */
  KeyedChanges(KeyPaths keyPaths, Map<String, String> groups, LongAccumulator refused) {
    this.keyPaths = keyPaths;
    this.groups = groups;
    this.refused = refused;
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
            split.of(row).forEach(change -> ready.add(out(row, change)));
          } catch (ChangeRefusal refusal) {
            refused.add(1);
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

  private InternalRow out(InternalRow row, ChangeSplit.KeyedChange change) {
    String key = change.key();
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(groups.getOrDefault(key, key)),
          UTF8String.fromString(key),
          change.oldKey().map(UTF8String::fromString).orElse(null),
          UTF8String.fromString(change.operation().code()),
          change.image() == null ? null : UTF8String.fromString(change.image()),
          keyPaths.documents()
              ? UTF8String.fromString(Documents.SCHEMA)
              : copy(row, Delta.SCHEMA_ID),
          copy(row, Delta.TENANT),
          copy(row, Delta.POSITION),
          row.getInt(Delta.PARTITION),
          row.getLong(Delta.OFFSET),
          row.isNullAt(Delta.SOURCE_TS) ? null : (Object) row.getLong(Delta.SOURCE_TS),
          copy(row, Delta.TOPIC)
        });
  }

  private static UTF8String copy(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).clone();
  }
}

package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.config.SilverTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns the states of keys into versions. Takes rows of {@link #input} by key, those of the table
 * first, then in order; gives rows of {@link #output}: versions to write, and places of the table's
 * rows that they replace. Holds one version at a time.
 *
 * <p>What a version is, in the order of the key's changes (see {@link Image.Sequence}), never in
 * the order of clocks:
 *
 * <ul>
 *   <li>It begins with the change that made the row, or gave a tracked column another value; a
 *       change that did neither (an untracked column, a snapshot read of what is known) is taken
 *       into the version that it meets, whose place in the order is that of its last change.
 *   <li>It ends with the next version, with a delete of the row or the truncate of its tenant.
 *   <li>A key change ends the old key's version and begins one of the new key.
 * </ul>
 *
 * <p>Both times are the source's. Within a key they never go back, even where the source's clock
 * did: a boundary is not before the one before it. So versions that follow each other join, {@code
 * valid_to} of one being {@code valid_from} of the next; there are no overlaps, and a gap is where
 * the source had no row. Changes of one instant, as those of one transaction are, make versions of
 * no length, {@code valid_from = valid_to}. They are kept, since they were there and say who
 * changed what; {@code t >= valid_from AND (valid_to IS NULL OR t < valid_to)} meets none of them,
 * and so meets exactly one version at each instant of the row's life.
 *
 * <p>The boundary before is all that has to be known of the past, and the table's row of the key
 * tells it. So going on from the table comes to the same as beginning with bronze, as long as no
 * change is late; a key of which one is, or of which the table no longer has a value, is named in
 * {@link #AGAIN} and made anew from bronze.
 */
final class VersionRows implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final long serialVersionUID = 1L;

  /** Why the key's versions must be made anew; null of other rows. */
  static final String AGAIN = "__again";

  static final UTF8String LOST = UTF8String.fromString("lost");
  static final UTF8String LATE = UTF8String.fromString("late");

  private final RowShape shape;
  private final StructType table;
  private final TruncateTimes truncates;

  /**
   * @param truncates those of the changes
   */
  VersionRows(RowShape shape, TruncateTimes truncates) {
    this.shape = shape;
    this.table = shape.table();
    this.truncates = truncates;
  }

  /** The table's columns, {@code __lost boolean, __t_file string, __t_pos long}. */
  static StructType input(RowShape shape) {
    return nullable(shape)
        .add(Columns.LOST, DataTypes.BooleanType, true)
        .add(Existing.FILE, DataTypes.StringType, true)
        .add(Existing.POS, DataTypes.LongType, true);
  }

  /** The table's columns, {@code __t_file string, __t_pos long, __again string}. */
  static StructType output(RowShape shape) {
    return nullable(shape)
        .add(Existing.FILE, DataTypes.StringType, true)
        .add(Existing.POS, DataTypes.LongType, true)
        .add(AGAIN, DataTypes.StringType, true);
  }

  private static StructType nullable(RowShape shape) {
    StructType rows = new StructType();
    for (StructField field : shape.table().fields()) {
      rows = rows.add(field.name(), field.dataType(), true);
    }
    return rows;
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    return new Walk(rows);
  }

  private UnsafeProjection projection(List<String> columns) {
    List<Expression> references = new ArrayList<>();
    for (String column : columns) {
      int place = table.fieldIndex(column);
      references.add(new BoundReference(place, table.fields()[place].dataType(), true));
    }
    return UnsafeProjection.create(CollectionConverters.asScala(references).toSeq());
  }

  /**
   * The version that a key has at a place in the order.
   *
   * @param row its values
   * @param from when it began
   * @param held whether the table has it
   * @param changed whether it is not as the table has it
   */
  private record Version(InternalRow row, long from, Optional<InternalRow> held, boolean changed) {}

  private final class Walk implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final UnsafeProjection keys = projection(shape.key());
    private final UnsafeProjection values = projection(shape.tracked());
    private final int width = table.length();
    private final int position = table.fieldIndex(Columns.POSITION);
    private final int partition = table.fieldIndex(Columns.PARTITION);
    private final int offset = table.fieldIndex(Columns.OFFSET);
    private final int validFrom = table.fieldIndex(Columns.VALID_FROM);
    private final int validTo = table.fieldIndex(Columns.VALID_TO);
    private final int isCurrent = table.fieldIndex(Columns.IS_CURRENT);
    private final int rescued = table.fieldIndex(Columns.RESCUED);
    private final Optional<Integer> tenant =
        List.of(table.fieldNames()).contains(SilverTable.TENANT)
            ? Optional.of(table.fieldIndex(SilverTable.TENANT))
            : Optional.empty();
    private final Deque<InternalRow> ready = new ArrayDeque<>();
    private UnsafeRow key;
    private Optional<Version> open = Optional.empty();
    private Optional<Image.Sequence> heldAt = Optional.empty();
    private long boundary = Long.MIN_VALUE;
    private boolean again;

    private Walk(Iterator<InternalRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && rows.hasNext()) {
        take(rows.next());
      }
      if (ready.isEmpty() && key != null) {
        finishKey();
      }
      return !ready.isEmpty();
    }

    @Override
    public InternalRow next() {
      return ready.remove();
    }

    private void take(InternalRow row) {
      UnsafeRow next = keys.apply(row);
      if (key != null && !key.equals(next)) {
        finishKey();
      }
      if (key == null) {
        key = next.copy();
      }
      if (!row.isNullAt(width + 1)) {
        takeHeld(row);
      } else if (!again) {
        takeState(row);
      }
    }

    private void takeHeld(InternalRow row) {
      boolean current = row.getBoolean(isCurrent);
      boundary = Math.max(boundary, row.getLong(current ? validFrom : validTo));
      heldAt = Optional.of(sequence(row));
      if (current) {
        InternalRow kept = row.copy();
        open = Optional.of(new Version(kept, row.getLong(validFrom), Optional.of(kept), false));
      }
    }

    private void takeState(InternalRow row) {
      Image.Sequence at = sequence(row);
      boolean late = heldAt.filter(held -> at.compareTo(held) <= 0).isPresent();
      if (late || row.getBoolean(width)) {
        again = true;
        add(row, late ? LATE : LOST);
        return;
      }
      truncate(Optional.of(at));
      long time = row.getLong(validFrom);
      if (isDelete(row)) {
        close(time);
      } else if (open.isPresent() && !differs(open.get().row(), row)) {
        Version same = open.get();
        open = Optional.of(new Version(row.copy(), same.from(), same.held(), true));
      } else {
        close(time);
        boundary = Math.max(boundary, time);
        open = Optional.of(new Version(row.copy(), boundary, Optional.empty(), true));
      }
    }

    /** Ends the open version when its tenant was truncated since, and before {@code until}. */
    private void truncate(Optional<Image.Sequence> until) {
      open.flatMap(version -> truncates.firstAfter(tenant(version.row()), sequence(version.row())))
          .filter(first -> until.isEmpty() || first.getKey().compareTo(until.get()) < 0)
          .ifPresent(first -> close(first.getValue()));
    }

    private void close(long time) {
      open.ifPresent(
          version -> {
            boundary = Math.max(boundary, time);
            replace(version, Optional.of(boundary));
          });
      open = Optional.empty();
    }

    private void finishKey() {
      if (!again) {
        truncate(Optional.empty());
        open.filter(Version::changed).ifPresent(version -> replace(version, Optional.empty()));
      }
      key = null;
      open = Optional.empty();
      heldAt = Optional.empty();
      boundary = Long.MIN_VALUE;
      again = false;
    }

    private void replace(Version version, Optional<Long> to) {
      version.held().ifPresent(row -> add(row, null));
      Object[] written = values(version.row());
      written[validFrom] = version.from();
      written[validTo] = to.orElse(null);
      written[isCurrent] = to.isEmpty();
      ready.add(new GenericInternalRow(written));
    }

    /** A row that is not written: the place of one of the table's, or a reason to begin anew. */
    private void add(InternalRow row, UTF8String reason) {
      Object[] named = values(reason == null ? row : row.copy());
      if (reason == null) {
        named[width] = row.getUTF8String(width + 1);
        named[width + 1] = row.getLong(width + 2);
      }
      named[width + 2] = reason;
      ready.add(new GenericInternalRow(named));
    }

    private Object[] values(InternalRow row) {
      Object[] values = new Object[width + 3];
      for (int column = 0; column < width; column++) {
        values[column] =
            row.isNullAt(column) ? null : row.get(column, table.fields()[column].dataType());
      }
      return values;
    }

    private boolean differs(InternalRow before, InternalRow after) {
      UnsafeRow had = values.apply(before).copy();
      return !had.equals(values.apply(after)) || rescuedDiffers(before, after);
    }

    /** A value that did not fit its column is still the column's value. */
    private boolean rescuedDiffers(InternalRow before, InternalRow after) {
      UTF8String had = text(before, rescued);
      UTF8String has = text(after, rescued);
      if (had == null ? has == null : had.equals(has)) {
        return false;
      }
      JsonNode hadValues = tree(had);
      JsonNode hasValues = tree(has);
      return shape.tracked().stream()
          .anyMatch(column -> !hadValues.path(column).equals(hasValues.path(column)));
    }

    private static JsonNode tree(UTF8String json) {
      try {
        return json == null ? MissingNode.getInstance() : EventJson.read(json.toString());
      } catch (DoesNotFit impossible) {
        throw new IllegalStateException(Columns.RESCUED + " is a JSON object", impossible);
      }
    }

    /** A state of a deleted row has a time and nothing else that a version has. */
    private boolean isDelete(InternalRow row) {
      return !row.isNullAt(isCurrent) && !row.getBoolean(isCurrent);
    }

    private String tenant(InternalRow row) {
      return tenant.map(column -> text(row, column)).map(UTF8String::toString).orElse(null);
    }

    private Image.Sequence sequence(InternalRow row) {
      return new Image.Sequence(
          row.getUTF8String(position).toString(), row.getInt(partition), row.getLong(offset));
    }

    private static UTF8String text(InternalRow row, int column) {
      return row.isNullAt(column) ? null : row.getUTF8String(column);
    }
  }
}

package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firn.change.DoesNotFit;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EventJson;
import io.firn.change.SourceSchema;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Folds keyed changes, sorted by group and then by order, into silver rows, one for each key; reads
 * them one by one and holds no more than one group.
 *
 * <p>Of a table that keeps versions it gives every state of every key, with the time of its change
 * in {@code valid_from}. A state that cannot be told (see {@link PatchedImage}) is passed over when
 * a later change of the key tells what the row is then.
 */
final class FoldRows implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final long serialVersionUID = 1L;

  static final int GROUP = 0;
  static final int KEY = 1;
  static final int OLD_KEY = 2;
  private static final int OP = 3;
  private static final int IMAGE = 4;
  static final int SCHEMA_ID = 5;
  private static final int TENANT = 6;
  private static final int POSITION = 7;
  private static final int PARTITION = 8;
  private static final int OFFSET = 9;
  private static final int SOURCE_TS = 10;

  private final String unit;
  private final RowShape shape;
  private final Map<String, SourceSchema> schemas;
  private final boolean whole;
  private final Truncates truncates;

  /**
   * @param whole whether the changes are all that bronze holds
   */
  FoldRows(
      String unit,
      RowShape shape,
      Map<String, SourceSchema> schemas,
      boolean whole,
      Truncates truncates) {
    this.unit = unit;
    this.shape = shape;
    this.schemas = schemas;
    this.whole = whole;
    this.truncates = truncates;
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> changes) {
    return new Folding(changes);
  }

  private final class Folding implements Iterator<InternalRow> {
    private final Iterator<InternalRow> changes;
    private final Fold fold = new Fold(schemas, whole, truncates, shape.marks());
    private final RowDecoder decoder = new RowDecoder(unit, shape, schemas);
    private final Function<Image, List<InternalRow>> rows = ofImage();
    private final Deque<InternalRow> ready = new ArrayDeque<>();
    private final Map<String, Image> untold = new LinkedHashMap<>();
    private final int validFrom = shape.versions() ? shape.place(Columns.VALID_FROM) : -1;
    private UTF8String group;

    private Folding(Iterator<InternalRow> changes) {
      this.changes = changes;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && changes.hasNext()) {
        take(changes.next());
      }
      if (ready.isEmpty() && group != null) {
        finishGroup();
      }
      return !ready.isEmpty();
    }

    @Override
    public InternalRow next() {
      return ready.remove();
    }

    private void take(InternalRow change) {
      UTF8String next = change.getUTF8String(GROUP);
      if (group != null && !group.equals(next)) {
        finishGroup();
      }
      if (group == null) {
        group = next.clone();
      }
      if (change.isNullAt(OP)) {
        fold.addTableRow(change.getUTF8String(KEY).toString(), sequence(change));
      } else {
        if (shape.explodes() && !whole && change.isNullAt(OLD_KEY)) {
          // A row without elements has none in the table: that there is none there tells nothing.
          fold.addLost(change.getUTF8String(KEY).toString(), sequence(change));
        }
        Fold.Change added = change(change);
        fold.add(added);
        if (shape.versions()) {
          addState(fold.state(added.key()), change.getLong(SOURCE_TS));
        }
      }
    }

    private void addState(Image state, long at) {
      if (state.refusal().isPresent()) {
        untold.put(state.key(), state);
        return;
      }
      untold.remove(state.key());
      InternalRow row = decoder.row(state);
      row.setLong(validFrom, at);
      ready.add(row);
    }

    private void finishGroup() {
      Collection<Image> latest = fold.finish();
      (shape.versions() ? untold.values() : latest)
          .forEach(image -> ready.addAll(rows.apply(image)));
      group = null;
    }

    private Function<Image, List<InternalRow>> ofImage() {
      return shape.explode().stream()
          .map(explode -> Elements.of(explode, schemas.containsKey(Documents.SCHEMA)))
          .findFirst()
          .<Function<Image, List<InternalRow>>>map(
              elements -> new ElementRows(decoder, shape, elements, schemas)::of)
          .orElse(image -> List.of(decoder.row(image)));
    }

    private Fold.Change change(InternalRow row) {
      String code = row.getUTF8String(OP).toString();
      return new Fold.Change(
          row.getUTF8String(KEY).toString(),
          Optional.ofNullable(text(row, OLD_KEY)),
          EnvelopeOperation.ofCode(code).orElseThrow(),
          row.isNullAt(IMAGE) ? JsonNodeFactory.instance.objectNode() : tree(text(row, IMAGE)),
          text(row, SCHEMA_ID),
          text(row, TENANT),
          sequence(row));
    }

    private JsonNode tree(String json) {
      try {
        return EventJson.read(json);
      } catch (DoesNotFit malformed) {
        throw new IllegalStateException("keyed changes hold parsed images only", malformed);
      }
    }
  }

  static Image.Sequence sequence(InternalRow row) {
    return new Image.Sequence(text(row, POSITION), row.getInt(PARTITION), row.getLong(OFFSET));
  }

  static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }
}

package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EnvelopeOperation;
import io.firn.change.EventJson;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Gives each change of a {@link Delta} its key, and splits an update that changes the key into a
 * delete of the old and a write of the new.
 *
 * <p>Out: {@code __group string, __key string, __old_key string, op string, image string, schema_id
 * string, tenant string, __position string, __partition int, __offset long}. {@code __group} is the
 * key, or the name of the set of keys that key changes connect (see {@link KeyGroups}). {@code op}
 * is null only for a row of the table that {@link HeldRows} puts among the changes.
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
          .add(Columns.OFFSET, DataTypes.LongType, false);

  private final String unit;
  private final KeyPaths keyPaths;
  private final Map<String, String> groups;

  /**
   * @param groups by key, for keys that a key change connects with another
   */
  KeyedChanges(String unit, KeyPaths keyPaths, Map<String, String> groups) {
    this.unit = unit;
    this.keyPaths = keyPaths;
    this.groups = groups;
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> changes) {
    return new Split(changes);
  }

  /** One change as text columns. */
  private record Source(
      String tenant, String key, EnvelopeOperation operation, String before, String after)
      implements Serializable {

    static Source of(InternalRow row) {
      String code = text(row, Delta.OP);
      return new Source(
          text(row, Delta.TENANT),
          text(row, Delta.KEY),
          EnvelopeOperation.ofCode(code)
              .orElseThrow(() -> new IllegalStateException("bronze holds the operation " + code)),
          text(row, Delta.BEFORE),
          text(row, Delta.AFTER));
    }

    private Source asDelete() {
      return new Source(tenant, key, EnvelopeOperation.DELETE, before, null);
    }
  }

  /** A key with an embedded schema stands in its payload. */
  static JsonNode payload(JsonNode key) {
    return key.has("schema") && key.has("payload") ? key.path("payload") : key;
  }

  private static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }

  private final class Split implements Iterator<InternalRow> {
    private final Iterator<InternalRow> changes;
    private final Deque<InternalRow> ready = new ArrayDeque<>();

    private Split(Iterator<InternalRow> changes) {
      this.changes = changes;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && changes.hasNext()) {
        split(changes.next());
      }
      return !ready.isEmpty();
    }

    @Override
    public InternalRow next() {
      return ready.remove();
    }

    private void split(InternalRow row) {
      Source source = Source.of(row);
      switch (source.operation()) {
        case DELETE -> ready.add(out(row, source, deletedKey(row, source), Optional.empty(), null));
        case READ, CREATE, UPDATE -> splitWrite(row, source);
        case MESSAGE -> {
          // A logical message is no change of a row; bronze keeps it.
        }
        case TRUNCATE -> throw unsupported(row, "a truncate (op t)");
      }
    }

    private void splitWrite(InternalRow row, Source source) {
      if (source.after() == null) {
        throw unsupported(row, "a write without a row image (after is null)");
      }
      JsonNode image = tree(row, source.after());
      String key = keyPaths.in(image, source.tenant()).orElseThrow(() -> withoutKey(row, "after"));
      Optional<String> oldKey = oldKey(row, source, key);
      if (oldKey.isPresent() && row.isNullAt(Delta.OLD_KEY)) {
        // One update event carries both keys. Debezium sends a delete of its own where the header
        // is set, so only here is the old row's removal ours to add.
        ready.add(out(row, source.asDelete(), oldKey.get(), Optional.empty(), null));
      }
      ready.add(out(row, source, key, oldKey, source.after()));
    }

    private Optional<String> oldKey(InternalRow row, Source source, String key) {
      if (!row.isNullAt(Delta.OLD_KEY)) {
        return keyPaths.in(payload(tree(row, text(row, Delta.OLD_KEY))), source.tenant());
      }
      if (source.before() == null) {
        return Optional.empty();
      }
      return keyPaths
          .in(tree(row, source.before()), source.tenant())
          .filter(before -> !before.equals(key));
    }

    private String deletedKey(InternalRow row, Source source) {
      Optional<String> fromImage =
          Optional.ofNullable(source.before())
              .flatMap(before -> keyPaths.in(tree(row, before), source.tenant()));
      return fromImage
          .or(
              () ->
                  Optional.ofNullable(source.key())
                      .flatMap(key -> keyPaths.in(tree(row, key), source.tenant())))
          .orElseThrow(() -> withoutKey(row, "before and record key"));
    }

    private InternalRow out(
        InternalRow row, Source source, String key, Optional<String> oldKey, String image) {
      return new GenericInternalRow(
          new Object[] {
            UTF8String.fromString(groups.getOrDefault(key, key)),
            UTF8String.fromString(key),
            oldKey.map(UTF8String::fromString).orElse(null),
            UTF8String.fromString(source.operation().code()),
            image == null ? null : UTF8String.fromString(image),
            row.isNullAt(Delta.SCHEMA_ID) ? null : row.getUTF8String(Delta.SCHEMA_ID).clone(),
            source.tenant() == null ? null : UTF8String.fromString(source.tenant()),
            row.getUTF8String(Delta.POSITION).clone(),
            row.getInt(Delta.PARTITION),
            row.getLong(Delta.OFFSET)
          });
    }

    private JsonNode tree(InternalRow row, String json) {
      try {
        return EventJson.read(json);
      } catch (DoesNotFit malformed) {
        throw failure(row, "a JSON row image", "text that is no JSON");
      }
    }

    private FirnException withoutKey(InternalRow row, String where) {
      return failure(
          row, "the key " + keyPaths.columns(), "no or a null value for part of it in " + where);
    }

    private FirnException unsupported(InternalRow row, String what) {
      return failure(row, "a change of one row with its image", what);
    }

    private FirnException failure(InternalRow row, String expected, String found) {
      return new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              unit + " cannot apply a change that bronze holds",
              "tenant "
                  + text(row, Delta.TENANT)
                  + ", partition "
                  + row.getInt(Delta.PARTITION)
                  + ", offset "
                  + row.getLong(Delta.OFFSET),
              expected,
              found,
              "Nothing was committed. Correct firn.silver (key, paths) or the connector's"
                  + " settings."));
    }
  }
}

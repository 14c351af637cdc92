package io.firn.silver;

import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.SourceSchema;
import io.firn.config.Deletes;
import io.firn.config.Evolve;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.testkit.BronzeRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.LongAccumulator;

/**
 * Runs {@link KeyedChanges} and {@link FoldRows} over rows in memory, as {@link Rows} wires them.
 */
final class PureSilver {
  static final SilverTable TABLE =
      new SilverTable(
          "orders",
          new UnitName(Layer.BRONZE, "orders"),
          List.of("tenant", "id"),
          List.of(),
          Evolve.ADD,
          OptionalInt.of(2));

  /** The same, of which deleted rows stay. */
  static final SilverTable MARKED =
      new SilverTable(
          TABLE.name(),
          TABLE.from(),
          TABLE.key(),
          TABLE.columns(),
          TABLE.evolve(),
          TABLE.buckets(),
          new SilverRules(Deletes.MARK, true, QuarantineSettings.USUAL));

  static final Schema COLUMNS =
      new Schema(
          Types.NestedField.optional(1, "tenant", Types.StringType.get()),
          Types.NestedField.optional(2, "id", Types.IntegerType.get()),
          Types.NestedField.optional(3, "name", Types.StringType.get()),
          Types.NestedField.optional(4, "big", Types.StringType.get()),
          Types.NestedField.optional(5, "amount", Types.LongType.get()),
          Types.NestedField.optional(6, "extra", Types.StringType.get()),
          Types.NestedField.optional(7, Columns.RESCUED, Types.StringType.get()),
          Types.NestedField.required(8, Columns.POSITION, Types.StringType.get()),
          Types.NestedField.required(9, Columns.PARTITION, Types.IntegerType.get()),
          Types.NestedField.required(10, Columns.OFFSET, Types.LongType.get()));

  private static final Comparator<InternalRow> IN_ORDER =
      Comparator.comparing((InternalRow row) -> row.getUTF8String(0))
          .thenComparing(row -> row.getUTF8String(7))
          .thenComparingInt(row -> row.getInt(8))
          .thenComparingLong(row -> row.getLong(9));

  private static final Comparator<InternalRow> AS_DELIVERED =
      Comparator.comparing((InternalRow row) -> row.getUTF8String(0))
          .thenComparingLong(row -> row.getLong(9));

  private PureSilver() {}

  /** What a fold might be without: each must be found by the laws. */
  enum Mutant {
    NONE,
    /** Nobody tells it of truncates. */
    WITHOUT_TRUNCATES,
    /** It takes two keys that a key change connects for two groups. */
    KEYS_APART,
    /** What is delivered last is latest, whatever the log says. */
    BY_DELIVERY
  }

  /** The rows of a table that {@code delivered} alone makes. */
  static List<SourceRow> rows(List<BronzeRow> delivered) {
    return rows(delivered, Mutant.NONE);
  }

  /** The truncates among {@code delivered}. */
  static Truncates truncates(List<BronzeRow> delivered) {
    Truncates truncates = Truncates.NONE;
    for (BronzeRow row : delivered) {
      if (row.op().equals("t")) {
        truncates =
            truncates.with(
                row.event().tenant(),
                new Image.Sequence(row.position(), row.partition(), row.offset()));
      }
    }
    return truncates;
  }

  /** The same, of a fold that lacks something. */
  static List<SourceRow> rows(List<BronzeRow> delivered, Mutant mutant) {
    RowShape shape = RowShape.of(TABLE, COLUMNS);
    List<SourceRow> rows = new ArrayList<>();
    latest(delivered, shape, mutant)
        .forEachRemaining(
            row -> {
              if (!row.getBoolean(10)) {
                rows.add(sourceRow(row));
              }
            });
    return rows;
  }

  /** Rows of {@link RowShape#rows()}. */
  static Iterator<InternalRow> latest(List<BronzeRow> delivered, RowShape shape, Mutant mutant) {
    KeyPaths paths = KeyPaths.of(TABLE);
    List<InternalRow> changes = new ArrayList<>();
    Map<String, String> groups = mutant == Mutant.KEYS_APART ? Map.of() : groups(paths, delivered);
    Truncates truncates =
        mutant == Mutant.WITHOUT_TRUNCATES ? Truncates.NONE : truncates(delivered);
    new KeyedChanges(paths, groups, new LongAccumulator())
        .call(delivered.stream().map(PureSilver::deltaRow).iterator())
        .forEachRemaining(changes::add);
    changes.sort(mutant == Mutant.BY_DELIVERY ? AS_DELIVERED : IN_ORDER);
    return new FoldRows("silver:orders", shape, schemas(delivered), true, truncates)
        .call(changes.iterator());
  }

  private static Map<String, String> groups(KeyPaths paths, List<BronzeRow> delivered) {
    KeyGroups groups = new KeyGroups();
    for (BronzeRow row : delivered) {
      row.event()
          .oldKey()
          .ifPresent(
              oldKey ->
                  groups.connect(
                      key(paths, oldKey, row), key(paths, row.after().orElseThrow(), row)));
    }
    return groups.byKey();
  }

  private static String key(KeyPaths paths, String json, BronzeRow row) {
    try {
      return paths.in(EventJson.read(json), row.event().tenant()).orElseThrow();
    } catch (DoesNotFit impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, SourceSchema> schemas(List<BronzeRow> delivered) {
    Map<String, SourceSchema> schemas = new HashMap<>();
    for (BronzeRow row : delivered) {
      row.schemaId()
          .ifPresent(
              id ->
                  schemas.computeIfAbsent(
                      id, unread -> SourceSchema.parse(row.schema().orElseThrow())));
    }
    return schemas;
  }

  private static InternalRow deltaRow(BronzeRow row) {
    return new GenericInternalRow(
        new Object[] {
          text(Optional.of(row.event().tenant())),
          text(Optional.of(row.event().keyJson())),
          text(Optional.of(row.op())),
          text(row.before()),
          text(row.after()),
          text(row.schemaId()),
          text(Optional.of(row.position())),
          row.partition(),
          row.offset(),
          text(row.event().oldKey()),
          text(Optional.of(row.event().topic())),
          null,
          row.event().millis() * 1000
        });
  }

  private static UTF8String text(Optional<String> text) {
    return text.map(UTF8String::fromString).orElse(null);
  }

  /** With a left-out value that no change of the range tells as null. */
  static SourceRow sourceRow(InternalRow row) {
    // What is rescued of a row stands in the place of its name, which no row of the source has.
    String rescued = nullable(row, 6);
    return new SourceRow(
        row.getUTF8String(0).toString(),
        row.getInt(1),
        rescued == null ? nullable(row, 2) : rescued,
        nullable(row, 3),
        row.getLong(4),
        nullable(row, 5));
  }

  private static String nullable(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }
}

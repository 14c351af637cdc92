package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.MongoModel;
import io.firn.change.SourceSchema;
import io.firn.config.Evolve;
import io.firn.config.Names;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.config.VersionRules;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.LongAccumulator;

/** Documents that are changed, with and without telling them whole, end as the server has them. */
class FoldDocumentsTest {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final SilverTable TABLE =
      new SilverTable(
          "orders",
          new UnitName(Layer.BRONZE, "orders"),
          List.of("_id"),
          List.of(),
          Evolve.ADD,
          OptionalInt.empty());
  private static final Schema COLUMNS =
      new Schema(
          Types.NestedField.optional(1, "_id", Types.LongType.get()),
          Types.NestedField.optional(2, "a", Types.StringType.get()),
          Types.NestedField.optional(3, "b", Types.StringType.get()),
          Types.NestedField.optional(4, "c", Types.StringType.get()),
          Types.NestedField.optional(5, Columns.RESCUED, Types.StringType.get()),
          Types.NestedField.required(6, Columns.POSITION, Types.StringType.get()),
          Types.NestedField.required(7, Columns.PARTITION, Types.IntegerType.get()),
          Types.NestedField.required(8, Columns.OFFSET, Types.LongType.get()));
  private static final RowShape SHAPE = RowShape.of(TABLE, COLUMNS);
  private static final RowShape VERSIONS =
      RowShape.of(
          new SilverTable(
              TABLE.name(),
              TABLE.from(),
              TABLE.key(),
              TABLE.columns(),
              TABLE.evolve(),
              TABLE.buckets(),
              new SilverRules(VersionRules.ALL, Names.AS_IS)),
          VersionLawsTest.withVersions(COLUMNS));
  private static final Comparator<InternalRow> IN_ORDER =
      Comparator.comparing((InternalRow row) -> row.getUTF8String(0))
          .thenComparing(row -> row.getUTF8String(7))
          .thenComparingLong(row -> row.getLong(9));

  /** What silver has of one document: its fields as text, or that they are to be had elsewhere. */
  private record Held(
      boolean deleted, Map<String, String> fields, List<String> missing, boolean lost) {}

  @Property
  void allChangesAtOnceAndInTwoStepsGiveWhatTheServerHas(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    Log log = new Log(random);
    int changes = 1 + random.nextInt(12);
    int cut = random.nextInt(changes);
    Map<Long, Map<String, String>> serverAtCut = Map.of();
    for (int i = 0; i < changes; i++) {
      if (i == cut) {
        serverAtCut = log.server();
      }
      log.change();
    }

    // When
    Map<Long, Held> whole = fold(log.rows, List.of(), true);
    Map<Long, Held> first = fold(log.rows.subList(0, cut), List.of(), true);
    List<InternalRow> later = log.rows.subList(cut, changes);
    Map<Long, Held> second = fold(later, tableRows(log.rows.subList(0, cut), first), false);

    // Then
    assertThat(live(whole)).isEqualTo(log.server());
    assertThat(live(first)).isEqualTo(serverAtCut);
    Map<Long, Map<String, String>> table = new TreeMap<>(live(first));
    second.forEach(
        (id, held) -> {
          Map<String, String> before = table.remove(id);
          if (!held.deleted()) {
            table.put(id, filled(held, before, whole.get(id)));
          }
        });
    assertThat(table).isEqualTo(log.server());
  }

  @Property(tries = 300)
  void everyStateOfATableWithVersionsIsWhatTheServerHadThen(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    Log log = new Log(random);
    List<Map<Long, Map<String, String>>> serverAfter = new ArrayList<>();
    int changes = 1 + random.nextInt(12);
    for (int i = 0; i < changes; i++) {
      log.change();
      serverAfter.add(log.server());
    }

    // When
    List<InternalRow> states = states(log.rows, VERSIONS);

    // Then
    assertThat(states).hasSize(changes);
    for (InternalRow state : states) {
      Map<String, String> server =
          serverAfter.get(Math.toIntExact(state.getLong(7))).get(state.getLong(0));
      Held held = held(state);
      assertThat(held.deleted()).isEqualTo(server == null);
      assertThat(held.deleted() ? null : held.fields()).isEqualTo(server);
    }
  }

  private static List<InternalRow> states(List<InternalRow> delta, RowShape shape) {
    List<InternalRow> changes = new ArrayList<>();
    new KeyedChanges(KeyPaths.of(TABLE, true), Map.of(), new LongAccumulator())
        .call(delta.iterator())
        .forEachRemaining(changes::add);
    changes.sort(IN_ORDER);
    List<InternalRow> states = new ArrayList<>();
    new FoldRows(
            "silver:orders",
            shape,
            Map.of(Documents.SCHEMA, SourceSchema.ofDocuments()),
            true,
            Truncates.NONE)
        .call(changes.iterator())
        .forEachRemaining(states::add);
    return states;
  }

  /** As {@link LeftOutValues} fills rows in: from the table's row, or from all of bronze. */
  private static Map<String, String> filled(Held held, Map<String, String> before, Held rebuilt) {
    if (held.lost()) {
      return rebuilt.fields();
    }
    Map<String, String> fields = new TreeMap<>(held.fields());
    for (String name : held.missing()) {
      if (before.get(name) != null) {
        fields.put(name, before.get(name));
      }
    }
    return fields;
  }

  private static Map<Long, Map<String, String>> live(Map<Long, Held> rows) {
    Map<Long, Map<String, String>> live = new TreeMap<>();
    rows.forEach(
        (id, held) -> {
          if (!held.deleted()) {
            live.put(id, held.fields());
          }
        });
    return live;
  }

  private static Map<Long, Held> fold(
      List<InternalRow> delta, List<InternalRow> tableRows, boolean whole) {
    List<InternalRow> changes = new ArrayList<>(tableRows);
    LongAccumulator refused = new LongAccumulator();
    new KeyedChanges(KeyPaths.of(TABLE, true), Map.of(), refused)
        .call(delta.iterator())
        .forEachRemaining(changes::add);
    assertThat(refused.value()).isZero();
    changes.sort(IN_ORDER);
    Map<Long, Held> rows = new TreeMap<>();
    new FoldRows(
            "silver:orders",
            SHAPE,
            Map.of(Documents.SCHEMA, SourceSchema.ofDocuments()),
            whole,
            Truncates.NONE)
        .call(changes.iterator())
        .forEachRemaining(row -> rows.put(row.getLong(0), held(row)));
    return rows;
  }

  private static Held held(InternalRow row) {
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      if (!row.isNullAt(1 + i)) {
        fields.put(NAMES.get(i), row.getUTF8String(1 + i).toString());
      }
    }
    assertThat(row.isNullAt(4)).isTrue();
    List<String> missing = new ArrayList<>();
    int width = row.numFields() - 4;
    if (!row.isNullAt(width + 1)) {
      for (int i = 0; i < row.getArray(width + 1).numElements(); i++) {
        missing.add(row.getArray(width + 1).getUTF8String(i).toString());
      }
    }
    return new Held(row.getBoolean(width), fields, missing, row.getBoolean(width + 3));
  }

  /** The rows of the table as {@link HeldRows} puts them among the changes. */
  private static List<InternalRow> tableRows(List<InternalRow> landed, Map<Long, Held> table) {
    Map<Long, InternalRow> last = new HashMap<>();
    List<InternalRow> keyed = new ArrayList<>();
    new KeyedChanges(KeyPaths.of(TABLE, true), Map.of(), new LongAccumulator())
        .call(landed.iterator())
        .forEachRemaining(keyed::add);
    for (InternalRow row : keyed) {
      String key = row.getUTF8String(1).toString();
      last.put(Long.valueOf(key.substring(1, key.length() - 1)), row);
    }
    List<InternalRow> rows = new ArrayList<>();
    table.forEach(
        (id, held) -> {
          InternalRow at = last.get(id);
          if (!held.deleted()) {
            rows.add(
                new GenericInternalRow(
                    new Object[] {
                      at.getUTF8String(0),
                      at.getUTF8String(1),
                      null,
                      null,
                      null,
                      null,
                      null,
                      at.getUTF8String(7),
                      at.getInt(8),
                      at.getLong(9)
                    }));
          }
        });
    return rows;
  }

  /** A server with a few documents, and what the connector tells of their changes. */
  private static final class Log {
    private final Random random;
    private final MongoModel model;
    private final Map<Long, Map<String, Object>> documents = new TreeMap<>();
    private final List<InternalRow> rows = new ArrayList<>();

    Log(Random random) {
      this.random = random;
      this.model = new MongoModel(random, NAMES);
    }

    Map<Long, Map<String, String>> server() {
      Map<Long, Map<String, String>> server = new TreeMap<>();
      documents.forEach(
          (id, document) -> {
            Map<String, String> fields = new TreeMap<>();
            document.forEach(
                (name, value) ->
                    fields.put(
                        name,
                        value instanceof String text ? text : MongoModel.json(value).toString()));
            server.put(id, fields);
          });
      return server;
    }

    void change() {
      long id = 1 + random.nextInt(2);
      Map<String, Object> before = documents.get(id);
      if (before == null) {
        documents.put(id, model.document());
        add(id, "c", null, documents.get(id), null);
      } else if (random.nextInt(8) == 0) {
        documents.remove(id);
        add(id, "d", random.nextBoolean() ? before : null, null, null);
      } else if (random.nextInt(8) == 0) {
        documents.put(id, model.document());
        add(id, "u", null, documents.get(id), null);
      } else {
        MongoModel.Update update = model.update(before);
        documents.put(id, update.after());
        int told = random.nextInt(6);
        add(
            id,
            "u",
            told == 0 ? before : null,
            told == 1 ? update.after() : null,
            update.description().toString());
      }
    }

    private void add(
        long id, String op, Map<String, Object> before, Map<String, Object> after, String patch) {
      rows.add(
          new GenericInternalRow(
              new Object[] {
                null,
                text("{\"id\":\"" + id + "\"}"),
                text(op),
                text(document(id, before)),
                text(document(id, after)),
                null,
                text("%020d".formatted(rows.size())),
                0,
                (long) rows.size(),
                null,
                text("shop.orders"),
                text(patch),
                0L
              }));
    }

    private static String document(long id, Map<String, Object> fields) {
      return Optional.ofNullable(fields)
          .map(
              known -> {
                ObjectNode document = (ObjectNode) MongoModel.json(known);
                document.putObject("_id").put("$numberLong", String.valueOf(id));
                return document.toString();
              })
          .orElse(null);
    }

    private static UTF8String text(String text) {
      return text == null ? null : UTF8String.fromString(text);
    }
  }
}

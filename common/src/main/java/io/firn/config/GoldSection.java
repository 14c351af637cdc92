package io.firn.config;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code firn.gold.NAME}. */
final class GoldSection {
  static final Key<List<UnitName>> FROM =
      Key.required(
          "from",
          ValueType.listOf("silver or gold tables", ValueType.TABLE),
          "The silver and gold tables that the query reads, all of them.",
          "[silver.orders]");
  static final Key<List<String>> GRAIN =
      Key.required(
          "grain",
          ValueType.COLUMN_NAMES,
          "Columns of the result that identify a row.",
          "[tenant, day]");
  static final Key<String> SQL =
      Key.required(
          "sql",
          ValueType.PATH,
          "File with the query, relative to this file.",
          "\"sql/facts.sql\"");
  static final Key<Refresh> REFRESH =
      new Key<>(
          "refresh",
          ValueType.oneOf(Refresh.class),
          new Key.Default<>(Refresh.FULL),
          "`incremental`: groups that changes of the inputs reach are computed anew; silver inputs"
              + " need `changes = true`. Where changes cannot be followed, or too much changed, all"
              + " is computed and the run says why; `firn explain` tells it beforehand. `full`: all"
              + " is computed whenever an input changed.",
          "incremental");
  static final Section SECTION =
      new Section(
          "firn.gold.NAME",
          "A table of business facts, the result of a query. Writes `gold.NAME`.",
          List.of(FROM, GRAIN, SQL, REFRESH, ExpectSection.EXPECT));

  private GoldSection() {}

  static Optional<GoldTable> read(Cursor cursor) {
    Optional<List<UnitName>> from = cursor.read(FROM);
    Optional<List<String>> grain = cursor.read(GRAIN);
    Optional<String> file = cursor.read(SQL);
    Optional<Refresh> refresh = cursor.read(REFRESH);
    Optional<String> sql = file.flatMap(name -> SqlFile.read(cursor, SQL, name));
    Expectations expected = ExpectSection.readAll(cursor, ExpectSection.OF_GOLD);
    from.ifPresent(inputs -> ExpectSection.checkReferences(cursor, expected, inputs));
    return cursor.build(
        () ->
            new GoldTable(
                cursor.name(),
                from.orElseThrow(),
                grain.orElseThrow(),
                file.orElseThrow(),
                sql.orElseThrow(),
                refresh.orElseThrow(),
                expected));
  }

  /** Inputs that do not exist, and circles. */
  static void checkTogether(Tables<GoldTable> gold, Tables<SilverTable> silver) {
    List<String> known = new ArrayList<>(Inputs.of(Layer.SILVER, silver.names()));
    known.addAll(Inputs.of(Layer.GOLD, gold.names()));
    Map<String, List<String>> goldInputs = new TreeMap<>();
    new TreeMap<>(gold.cursors())
        .forEach(
            (name, cursor) -> {
              List<UnitName> inputs =
                  cursor.has(FROM) ? cursor.read(FROM).orElse(List.of()) : List.of();
              inputs.forEach(input -> checkInput(cursor, input, known));
              goldInputs.put(
                  name,
                  inputs.stream()
                      .filter(input -> input.layer() == Layer.GOLD)
                      .map(UnitName::table)
                      .toList());
            });
    GoldCircles.find(goldInputs).forEach((name, circle) -> gold.cursor(name).reject(FROM, circle));
  }

  private static void checkInput(Cursor cursor, UnitName input, List<String> known) {
    if (input.layer() == Layer.BRONZE) {
      cursor.reject(FROM, "gold reads silver or gold; '" + input.tableName() + "' is bronze");
    } else if (!known.contains(input.tableName().toString())) {
      cursor.reject(FROM, Inputs.unknown(input, known));
    }
  }
}

package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Pipeline;
import io.firn.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The rows of all units' tables, to compare two moments or two warehouses. */
final class LakeState {
  /** Say which run and when, and differ between any two runs. */
  private static final Set<String> OF_THE_RUN = Set.of("run_key", "landed_at");

  /** A schema that several topics tell is kept once, with the topic that told it first. */
  private static final Set<String> OF_THE_RUN_OR_ORDER = Set.of("run_key", "landed_at", "topic");

  private LakeState() {}

  /** Each table's rows as sorted texts. */
  static Map<TableName, List<String>> of(Lakehouse lake) {
    return of(lake, Set.of());
  }

  /** The same of the rows of one tenant; each table has a column that says whose a row is. */
  static Map<TableName, List<String>> of(Lakehouse lake, String tenant) {
    return of(lake, Set.of(), row -> tenant.equals(row.get("tenant")));
  }

  private static Map<TableName, List<String>> of(Lakehouse lake, Set<String> without) {
    return of(lake, without, row -> true);
  }

  private static Map<TableName, List<String>> of(
      Lakehouse lake, Set<String> without, Predicate<Map<String, Object>> which) {
    Map<TableName, List<String>> tables = new HashMap<>();
    lake.pipeline()
        .units()
        .forEach(
            unit -> {
              List<Map<String, Object>> rows =
                  lake.rows(unit.toString()).rows().stream().filter(which).toList();
              tables.put(unit.tableName(), told(new TableRows(rows), without));
            });
    return tables;
  }

  /** Without what is null: columns that came later stay, and are null before. */
  private static List<String> told(TableRows table, Set<String> without) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> row : table.rows()) {
      Map<String, Object> kept = new TreeMap<>(row);
      kept.values().removeIf(Objects::isNull);
      rows.add(kept);
    }
    return new TableRows(rows).sortedWithout(without);
  }

  /** Quarantine and schemas included; whichever run wrote a row. */
  static void assertSame(Lakehouse lake, Lakehouse control) {
    assertThat(of(lake, OF_THE_RUN)).isEqualTo(of(control, OF_THE_RUN));
    assertSame(lake, control, Pipeline.quarantine(), OF_THE_RUN);
    assertSame(lake, control, Pipeline.schemas(), OF_THE_RUN_OR_ORDER);
  }

  private static void assertSame(
      Lakehouse lake, Lakehouse control, TableName table, Set<String> without) {
    assertThat(TableRows.of(lake.pipeline(), table).sortedWithout(without))
        .as("%s", table)
        .isEqualTo(TableRows.of(control.pipeline(), table).sortedWithout(without));
  }
}

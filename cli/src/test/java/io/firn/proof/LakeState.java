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
import java.util.stream.Stream;

/** The rows of all units' tables, to compare two moments or two warehouses. */
final class LakeState {
  /** Say which run and when, and differ between any two runs. */
  private static final Set<String> OF_THE_RUN = Set.of("run_key", "landed_at");

  private LakeState() {}

  /** Each table's rows as sorted texts. */
  static Map<TableName, List<String>> of(Lakehouse lake) {
    return of(lake, Set.of());
  }

  private static Map<TableName, List<String>> of(Lakehouse lake, Set<String> without) {
    Map<TableName, List<String>> tables = new HashMap<>();
    lake.pipeline()
        .units()
        .forEach(unit -> tables.put(unit.tableName(), told(lake.rows(unit.toString()), without)));
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
    Stream.of(Pipeline.quarantine(), Pipeline.schemas())
        .forEach(
            table ->
                assertThat(TableRows.of(lake.pipeline(), table).sortedWithout(OF_THE_RUN))
                    .as("%s", table)
                    .isEqualTo(TableRows.of(control.pipeline(), table).sortedWithout(OF_THE_RUN)));
  }
}

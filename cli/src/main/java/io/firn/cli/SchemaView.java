package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.UnitName;
import io.firn.silver.ColumnOrigin;
import io.firn.silver.SchemaChange;
import io.firn.silver.SchemaChange.Place;
import io.firn.silver.SchemaHistory.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Columns and what changed them, as tables and as JSON. */
final class SchemaView {
  private static final String NOTHING = "-";

  private SchemaView() {}

  static ObjectNode json(List<Entry> entries, int limit) {
    return Json.object()
        .put("changesInAll", entries.size())
        .set("changes", Json.array(last(entries, limit), SchemaView::json));
  }

  static ObjectNode json(Entry entry) {
    return Json.object()
        .put("unit", entry.unit().toString())
        .put("tableId", entry.tableId())
        .put("number", entry.number())
        .setAll(entry.change().json());
  }

  static void tell(List<Entry> entries, int limit, Narrator narrator) {
    if (entries.isEmpty()) {
      narrator.line("no change of a silver table's columns is recorded yet");
      return;
    }
    Grid.Builder grid =
        Grid.of("AT", "UNIT", "CHANGE", "COLUMN", "FROM", "TO", "DECIDED BY", "EVENT", "RUN KEY");
    last(entries, limit).forEach(entry -> grid.row(row(entry)));
    narrator.table(grid.build());
    if (entries.size() > limit) {
      narrator.line("… and " + Counted.of(entries.size() - limit, "earlier change") + ": --limit");
    }
  }

  private static String[] row(Entry entry) {
    SchemaChange change = entry.change();
    return new String[] {
      seconds(change.at()),
      entry.unit().toString(),
      change.kind().id(),
      change.column().isEmpty() ? NOTHING : change.column(),
      change.from().orElse(NOTHING),
      change.to().orElse(NOTHING),
      change.decidedBy(),
      change.place().map(Place::toString).orElse(NOTHING),
      change.runKey()
    };
  }

  /** The last changes below a status, one line each. */
  static void tellLast(List<Entry> entries, int limit, Narrator narrator) {
    if (entries.isEmpty()) {
      return;
    }
    narrator.heading("last changes of columns");
    last(entries, limit)
        .forEach(
            entry ->
                narrator.line(
                    "  "
                        + seconds(entry.change().at())
                        + " "
                        + entry.unit()
                        + ": "
                        + entry.change().sentence()));
    narrator.line("  all of them: firn schema history");
  }

  static List<Entry> last(List<Entry> entries, int limit) {
    return entries.subList(Math.max(0, entries.size() - limit), entries.size());
  }

  static ObjectNode json(Map<UnitName, List<ColumnOrigin>> tables) {
    return Json.object()
        .set(
            "tables",
            Json.array(
                tables.entrySet(),
                table ->
                    Json.object()
                        .put("unit", table.getKey().toString())
                        .put("exists", !table.getValue().isEmpty())
                        .set("columns", Json.array(table.getValue(), SchemaView::json))));
  }

  private static ObjectNode json(ColumnOrigin column) {
    ObjectNode json =
        Json.object()
            .put("name", column.name())
            .put("type", column.type())
            .put("source", column.source().orElse(null))
            .put("declared", column.declared());
    json.set("since", column.since().map(SchemaChange::json).orElse(null));
    return json.set("changed", column.changed().map(SchemaChange::json).orElse(null));
  }

  static void tell(Map<UnitName, List<ColumnOrigin>> tables, Narrator narrator) {
    tables.forEach(
        (unit, columns) -> {
          narrator.heading(unit.toString());
          if (columns.isEmpty()) {
            narrator.line("no table yet");
            return;
          }
          Grid.Builder grid =
              Grid.of("COLUMN", "TYPE", "SOURCE", "DECLARED", "SINCE", "RUN KEY", "LAST CHANGE");
          columns.forEach(column -> grid.row(row(column)));
          narrator.table(grid.build());
        });
  }

  private static String[] row(ColumnOrigin column) {
    return new String[] {
      column.name(),
      column.type(),
      column.source().orElse(NOTHING),
      column.declared() ? "yes" : "no",
      column.since().map(change -> seconds(change.at())).orElse(NOTHING),
      column.since().map(SchemaChange::runKey).orElse(NOTHING),
      column
          .changed()
          .map(change -> change.kind().id() + " " + seconds(change.at()))
          .orElse(NOTHING)
    };
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

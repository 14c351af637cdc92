package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.run.UnitStatus;
import io.firn.silver.SchemaHistory.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/** Where tables stand, as a table and as JSON. */
final class StatusView {
  private static final String NOTHING = "-";

  /** How many changes of columns a status shows. */
  private static final int CHANGES = 5;

  private StatusView() {}

  static ObjectNode json(List<UnitStatus> units, List<Entry> changes) {
    ObjectNode status = Json.object();
    status.set("units", Json.array(units, StatusView::json));
    return status.set(
        "schemaChanges", Json.array(SchemaView.last(changes, CHANGES), SchemaView::json));
  }

  private static ObjectNode json(UnitStatus status) {
    ObjectNode unit =
        Json.object().put("unit", status.unit().toString()).put("exists", status.exists());
    unit.put("snapshotId", boxed(status.snapshotId()));
    unit.put("committedAt", status.committedAt().map(Object::toString).orElse(null));
    unit.put("runKey", status.runKey().orElse(null));
    unit.put("rows", boxed(status.rows()));
    status.expectations().ifPresent(text -> unit.put("expectations", text));
    return unit.set("progress", ProgressText.json(status.progress()));
  }

  static void tell(List<UnitStatus> units, List<Entry> changes, Narrator narrator) {
    Grid.Builder grid = Grid.of("UNIT", "ROWS", "COMMITTED", "RUN KEY", "SNAPSHOT", "PROGRESS");
    for (UnitStatus unit : units) {
      grid.row(
          unit.unit().toString(),
          text(unit.rows()),
          unit.committedAt().map(StatusView::seconds).orElse(NOTHING),
          unit.runKey().orElse(NOTHING),
          text(unit.snapshotId()),
          unit.exists() ? ProgressText.of(unit.progress()) : "no table yet");
    }
    narrator.table(grid.build());
    units.forEach(
        unit ->
            unit.expectations()
                .ifPresent(text -> narrator.line(unit.unit() + " expectations: " + text)));
    SchemaView.tellLast(changes, CHANGES, narrator);
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static String text(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : NOTHING;
  }
}

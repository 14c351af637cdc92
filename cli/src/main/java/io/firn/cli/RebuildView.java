package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.silver.RebuildPlan;
import java.util.List;

/** Tables to be made anew, as a table and as JSON. */
final class RebuildView {
  private RebuildView() {}

  static ObjectNode json(List<RebuildPlan> plans) {
    ObjectNode root = Json.object();
    root.set("rebuilds", Json.array(plans, RebuildView::json));
    return root;
  }

  private static ObjectNode json(RebuildPlan plan) {
    ObjectNode node = Json.object().put("unit", plan.unit().toString()).put("ready", plan.ready());
    plan.snapshot().ifPresent(snapshot -> node.put("upToSnapshot", snapshot));
    node.put("changes", plan.changes()).put("rows", plan.rows());
    return node.set("notes", Json.texts(plan.notes()));
  }

  static void tell(List<RebuildPlan> plans, Narrator narrator) {
    Grid.Builder grid = Grid.of("REBUILD", "BRONZE ROWS TO READ", "ROWS NOW", "UP TO SNAPSHOT");
    for (RebuildPlan plan : plans) {
      grid.row(
          plan.unit().toString(),
          Long.toString(plan.changes()),
          Long.toString(plan.rows()),
          plan.ready() ? Long.toString(plan.snapshot().getAsLong()) : "nothing to do");
    }
    narrator.table(grid.build());
    plans.forEach(plan -> plan.notes().forEach(note -> narrator.line("  - " + note)));
  }
}

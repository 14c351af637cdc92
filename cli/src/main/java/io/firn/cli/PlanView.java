package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.run.PlanSummary;
import java.util.List;

/** Plans as a table and as JSON. */
final class PlanView {
  private PlanView() {}

  static ObjectNode json(List<PlanSummary> plans) {
    return Json.object().set("units", Json.array(plans, PlanView::json));
  }

  private static ObjectNode json(PlanSummary plan) {
    ObjectNode unit =
        Json.object()
            .put("unit", plan.unit().toString())
            .put("ready", plan.ready())
            .put("range", plan.range())
            .put("waiting", plan.waiting());
    unit.set("ddl", Json.texts(plan.ddl()));
    unit.set("notes", Json.texts(plan.notes()));
    return unit;
  }

  static void tell(List<PlanSummary> plans, Narrator narrator) {
    Grid.Builder grid = Grid.of("UNIT", "STATE", "WAITING", "RANGE");
    for (PlanSummary plan : plans) {
      grid.row(
          plan.unit().toString(),
          plan.ready() ? "ready" : "no-op",
          Long.toString(plan.waiting()),
          plan.range());
    }
    narrator.table(grid.build());
    for (PlanSummary plan : plans) {
      tellDetails(plan, narrator);
    }
    long ready = plans.stream().filter(PlanSummary::ready).count();
    narrator.line("");
    narrator.line(ready + " of " + Counted.of(plans.size(), "unit") + " would run");
  }

  private static void tellDetails(PlanSummary plan, Narrator narrator) {
    if (plan.ddl().isEmpty() && plan.notes().isEmpty()) {
      return;
    }
    narrator.heading(plan.unit().toString());
    plan.ddl().forEach(sentence -> narrator.line("  + " + sentence));
    plan.notes().forEach(sentence -> narrator.line("  - " + sentence));
  }
}

package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.Failure;
import io.firn.run.PlanReport;
import io.firn.run.PlanReport.Planned;
import io.firn.run.PlanSummary;
import io.firn.run.RunReportJson;

/** Plans as a table and as JSON. */
final class PlanView {
  private PlanView() {}

  static ObjectNode json(PlanReport report) {
    return Json.object()
        .put("exitCode", report.exitCode())
        .set("units", Json.array(report.units(), PlanView::json));
  }

  private static ObjectNode json(Planned planned) {
    ObjectNode unit = Json.object().put("unit", planned.unit().toString());
    planned.plan().ifPresent(plan -> write(unit, plan));
    planned.failure().ifPresent(failure -> write(unit, failure));
    return unit;
  }

  private static void write(ObjectNode unit, PlanSummary plan) {
    unit.put("ready", plan.ready()).put("range", plan.range()).put("waiting", plan.waiting());
    unit.set("ddl", Json.texts(plan.ddl()));
    unit.set("notes", Json.texts(plan.notes()));
  }

  private static void write(ObjectNode unit, Failure failure) {
    RunReportJson.write(unit.put("ready", false).putObject("failure"), failure);
  }

  static void tell(PlanReport report, Narrator narrator) {
    Grid.Builder grid = Grid.of("UNIT", "STATE", "WAITING", "RANGE");
    report.units().forEach(unit -> grid.row(row(unit)));
    narrator.table(grid.build());
    report.plans().forEach(plan -> tellDetails(plan, narrator));
    report.units().forEach(unit -> tellFailure(unit, narrator));
    long ready = report.plans().filter(PlanSummary::ready).count();
    long failed = report.units().size() - report.plans().count();
    narrator.line("");
    narrator.line(ready + " of " + Counted.of(report.units().size(), "unit") + " would run");
    if (failed > 0) {
      narrator.line(narrator.paint().bad(Counted.of(failed, "unit") + " cannot be planned"));
    }
  }

  private static String[] row(Planned planned) {
    String unit = planned.unit().toString();
    return planned
        .plan()
        .map(
            plan ->
                new String[] {
                  unit,
                  plan.ready() ? "ready" : "no-op",
                  Long.toString(plan.waiting()),
                  plan.range()
                })
        .orElseGet(() -> new String[] {unit, "failed", "-", "-"});
  }

  private static void tellDetails(PlanSummary plan, Narrator narrator) {
    if (plan.ddl().isEmpty() && plan.notes().isEmpty()) {
      return;
    }
    narrator.heading(plan.unit().toString());
    plan.ddl().forEach(sentence -> narrator.line("  + " + sentence));
    plan.notes().forEach(sentence -> narrator.line("  - " + sentence));
  }

  private static void tellFailure(Planned planned, Narrator narrator) {
    planned
        .failure()
        .ifPresent(
            failure -> {
              narrator.heading(planned.unit().toString());
              narrator.line(narrator.paint().bad("error: ") + failure.lines());
            });
  }
}

package io.firn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.bronze.TenantRewindPlan;
import io.firn.bronze.TenantRewindPlan.Part;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.UnitName;
import io.firn.run.RunReport;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A tenant's way back as a table and as JSON.
 *
 * @param following silver and gold tables that are made anew behind bronze
 */
record TenantView(TenantRewindPlan plan, SortedSet<UnitName> following) {
  private static final String NOTHING = "-";

  boolean changes() {
    return plan.takesBack() || !following.isEmpty();
  }

  ObjectNode json(boolean done, Optional<RunReport> report) {
    ObjectNode root =
        Json.object()
            .put("target", plan.target().toString())
            .put("tenant", plan.tenant())
            .put("rewound", done)
            .put("offsets", plan.offsets());
    ArrayNode units = root.putArray("units");
    plan.parts()
        .forEach(
            (unit, part) -> {
              ObjectNode node = node(units, unit);
              node.put("offsets", part.again().offsets()).put("rows", part.rows());
              node.set("lost", Json.array(part.again().lost(), RewindView::json));
            });
    following.forEach(unit -> node(units, unit).put("status", status(unit, report)));
    return root;
  }

  private static ObjectNode node(ArrayNode units, UnitName unit) {
    return units.addObject().put("unit", unit.toString());
  }

  private static String status(UnitName unit, Optional<RunReport> report) {
    return report.stream()
        .flatMap(run -> run.units().stream())
        .filter(ran -> ran.unit().equals(unit))
        .map(ran -> ran.outcome().status())
        .findFirst()
        .orElse("planned");
  }

  void tell(Narrator narrator) {
    if (!changes()) {
      return;
    }
    Grid.Builder grid = Grid.of("UNIT", "TENANT " + plan.tenant(), "ROWS BACK", "OFFSETS AGAIN");
    plan.parts().forEach((unit, part) -> grid.row(row(unit, part)));
    following.forEach(unit -> grid.row(unit.toString(), "made anew", NOTHING, NOTHING));
    narrator.table(grid.build());
    plan.lost().forEach(lost -> RewindView.tell(lost, narrator));
    narrator.line("");
  }

  private static String[] row(UnitName unit, Part part) {
    return new String[] {
      unit.toString(),
      "taken out",
      Long.toString(part.rows()),
      Long.toString(part.again().offsets())
    };
  }

  void tellEnd(boolean done, Optional<RunReport> report, Narrator narrator) {
    String stands = "tenant " + plan.tenant() + (done ? " is at " : " would go to ");
    if (!changes()) {
      narrator.line(
          "nothing to take back: tenant "
              + plan.tenant()
              + " stands at or before "
              + plan.target());
      return;
    }
    report.ifPresent(run -> ReportView.tell(run, narrator));
    narrator.line(
        stands
            + plan.target()
            + "; "
            + Counted.of(plan.offsets(), "offset")
            + " to be landed again");
    if (report.filter(run -> run.exitCode() != 0).isPresent()) {
      narrator.line("bronze is back; what failed follows with the next run, or this command again");
    }
  }
}

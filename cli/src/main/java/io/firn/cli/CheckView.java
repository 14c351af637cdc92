package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.run.CheckResult;
import java.util.List;

/** Checks as a table and as JSON. */
final class CheckView {
  private CheckView() {}

  static ObjectNode json(List<CheckResult> checks) {
    return Json.object()
        .put("passed", failed(checks) == 0)
        .set("checks", Json.array(checks, CheckView::json));
  }

  private static ObjectNode json(CheckResult check) {
    return Json.object()
        .put("unit", check.unit().toString())
        .put("check", check.check())
        .put("passed", check.passed())
        .put("detail", check.detail());
  }

  static void tell(List<CheckResult> checks, Narrator narrator) {
    Grid.Builder grid = Grid.of("UNIT", "CHECK", "RESULT", "DETAIL");
    for (CheckResult check : checks) {
      grid.row(
          check.unit().toString(),
          check.check(),
          check.passed() ? "passed" : "failed",
          check.detail());
    }
    narrator.table(grid.build());
    narrator.line("");
    narrator.line(sentence(checks, narrator));
  }

  private static String sentence(List<CheckResult> checks, Narrator narrator) {
    long failed = failed(checks);
    return failed == 0
        ? narrator.paint().good(Counted.of(checks.size(), "check") + " passed")
        : narrator.paint().bad(failed + " of " + Counted.of(checks.size(), "check") + " failed");
  }

  private static long failed(List<CheckResult> checks) {
    return checks.stream().filter(check -> !check.passed()).count();
  }
}

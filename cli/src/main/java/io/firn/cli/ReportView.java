package io.firn.cli;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.Outcome;
import io.firn.model.Verdict;
import io.firn.run.RunReport;
import io.firn.run.UnitReport;
import java.time.Duration;
import java.util.List;

/** A run report as a table; the schema changes below it. */
final class ReportView {
  private ReportView() {}

  static void tell(RunReport report, Narrator narrator) {
    Grid.Builder grid = Grid.of("UNIT", "OUTCOME", "TOOK", "DETAIL");
    report.rebuilds().forEach(unit -> row(grid, "rebuild of " + unit.unit(), unit));
    report.units().forEach(unit -> row(grid, unit.unit().toString(), unit));
    narrator.table(grid.build());
    report.rebuilds().forEach(unit -> tellChanges(unit, narrator));
    report.units().forEach(unit -> tellChanges(unit, narrator));
    report.units().forEach(unit -> tellBroken(unit, narrator));
    narrator.line("");
    narrator.line(sentence(report, narrator));
  }

  private static void row(Grid.Builder grid, String name, UnitReport unit) {
    grid.row(
        name, unit.outcome().status(), Counted.time(unit.took()), OutcomeText.of(unit.outcome()));
  }

  private static void tellChanges(UnitReport unit, Narrator narrator) {
    if (unit.outcome() instanceof Outcome.Committed committed && !committed.changes().isEmpty()) {
      narrator.heading(unit.unit().toString());
      committed.changes().forEach(change -> narrator.line("  + " + change));
    }
  }

  /** Expectations that did not hold although the rows were published. */
  private static void tellBroken(UnitReport unit, Narrator narrator) {
    if (unit.outcome() instanceof Outcome.Committed committed) {
      List<Verdict> broken =
          committed.verdicts().stream().filter(verdict -> !verdict.holds()).toList();
      if (!broken.isEmpty()) {
        narrator.heading(unit.unit().toString());
        broken.forEach(
            verdict ->
                narrator.line("  " + narrator.paint().word(verdict.otherwise()) + " " + verdict));
      }
    }
  }

  private static String sentence(RunReport report, Narrator narrator) {
    Duration took = Duration.between(report.startedAt(), report.endedAt());
    String status = narrator.paint().word(report.status());
    return "run " + report.runKey() + ": " + status + " in " + Counted.time(took);
  }
}

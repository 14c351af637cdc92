package io.firn.cli.demo;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.Failure;
import io.firn.model.Outcome;
import io.firn.run.RunReport;
import io.firn.run.UnitReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one run of a demo read and wrote, unit by unit. The report on disk has every digit. */
final class RunView {
  private static final Pattern SNAPSHOT = Pattern.compile("\\d{12,}");
  private static final int DIGITS = 4;
  private static final double MILLIS = 1000.0;

  private final Narrator narrator;

  RunView(Narrator narrator) {
    this.narrator = narrator;
  }

  void tell(RunReport report) {
    Grid.Builder grid = Grid.of("UNIT", "OUTCOME", "READ", "COUNTED");
    for (UnitReport unit : report.units()) {
      Outcome outcome = unit.outcome();
      grid.row(unit.unit().toString(), outcome.status(), read(outcome), counted(outcome));
    }
    narrator.line("");
    narrator.table(grid.build());
    tellChanges(report);
    double seconds = Duration.between(report.startedAt(), report.endedAt()).toMillis() / MILLIS;
    narrator.line(
        String.format(
            Locale.ROOT,
            "run %s: %s in %.1f s",
            report.runKey(),
            narrator.paint().word(report.status()),
            seconds));
  }

  private static String read(Outcome outcome) {
    if (outcome instanceof Outcome.Committed committed) {
      return SNAPSHOT.matcher(committed.range()).replaceAll(RunView::shortened);
    }
    if (outcome instanceof Outcome.NothingToDo nothing) {
      return nothing.reason();
    }
    return outcome.failure().map(Failure::what).orElse("-");
  }

  private static String shortened(MatchResult id) {
    return "…" + id.group().substring(id.group().length() - DIGITS);
  }

  private static String counted(Outcome outcome) {
    if (!(outcome instanceof Outcome.Committed committed)) {
      return "-";
    }
    return committed.counts().entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private void tellChanges(RunReport report) {
    for (UnitReport unit : report.units()) {
      if (unit.outcome() instanceof Outcome.Committed committed) {
        tell(unit, committed.changes());
      }
    }
    narrator.line("");
  }

  private void tell(UnitReport unit, List<String> changes) {
    changes.stream()
        .filter(change -> !change.startsWith("create table"))
        .forEach(change -> narrator.line("  + " + unit.unit() + ": " + change));
  }
}

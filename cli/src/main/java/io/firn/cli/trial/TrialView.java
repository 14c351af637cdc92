package io.firn.cli.trial;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.run.RunReportJson;
import io.firn.run.trial.RowDifference;
import io.firn.run.trial.RowDifference.Cell;
import io.firn.run.trial.RowDifference.Changed;
import io.firn.run.trial.TrialResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tests as sentences and as JSON. */
public final class TrialView {
  /** Of rows of one kind; the rest is counted. */
  private static final int SHOWN = 10;

  private TrialView() {}

  /** All results, and how many passed. */
  public static ObjectNode json(Collection<TrialResult> results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("passed", results.stream().filter(TrialResult::passed).count());
    root.put("failed", results.stream().filter(result -> !result.passed()).count());
    ArrayNode tests = root.putArray("tests");
    results.forEach(result -> tests.add(json(result)));
    return root;
  }

  private static ObjectNode json(TrialResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", result.test().name())
        .put("unit", result.test().unit().toString())
        .put("place", result.test().place())
        .put("passed", result.passed())
        .put("millis", result.took().toMillis());
    result.failure().ifPresent(failure -> RunReportJson.write(node.putObject("error"), failure));
    result.difference().ifPresent(difference -> node.set("difference", json(difference)));
    return node;
  }

  private static ObjectNode json(RowDifference difference) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    rows(node.putArray("missing"), difference.missing());
    rows(node.putArray("unexpected"), difference.unexpected());
    ArrayNode changed = node.putArray("changed");
    for (Changed row : difference.changed()) {
      ObjectNode at = changed.addObject();
      fill(at.putObject("key"), row.key());
      ArrayNode cells = at.putArray("cells");
      row.cells()
          .forEach(
              cell ->
                  cells
                      .addObject()
                      .put("column", cell.column())
                      .put("expected", cell.expected())
                      .put("found", cell.found()));
    }
    difference.order().ifPresent(text -> node.put("order", text));
    rows(node.putArray("repeated"), difference.repeated());
    return node;
  }

  private static void rows(ArrayNode array, List<Map<String, String>> rows) {
    rows.forEach(row -> fill(array.addObject(), row));
  }

  private static void fill(ObjectNode node, Map<String, String> row) {
    row.forEach(node::put);
  }

  /** One line for each test that passed, and all that is wrong with others. */
  public static void tell(TrialResult result, Narrator narrator) {
    String word =
        result.passed() ? narrator.paint().good("passed") : narrator.paint().bad("failed");
    narrator.line(
        word
            + "  "
            + result.test().name()
            + " ("
            + result.test().place()
            + ", "
            + seconds(result.took())
            + ")");
    if (!result.passed()) {
      lines(result).forEach(narrator::line);
      result.difference().ifPresent(difference -> tellChanged(difference, narrator));
    }
  }

  private static void tellChanged(RowDifference difference, Narrator narrator) {
    if (difference.changed().isEmpty()) {
      return;
    }
    Grid.Builder grid = Grid.of("ROW", "COLUMN", "EXPECTED", "FOUND");
    for (Changed row : limited(difference.changed())) {
      for (Cell cell : row.cells()) {
        grid.row(text(row.key()), cell.column(), cell.expected(), cell.found());
      }
    }
    narrator.table(grid.build());
  }

  /** What is wrong with a test that did not pass, but for the cells of changed rows. */
  static List<String> lines(TrialResult result) {
    List<String> lines = new ArrayList<>();
    result
        .failure()
        .ifPresent(failure -> failure.lines().lines().forEach(line -> lines.add("  " + line)));
    result.difference().ifPresent(difference -> lines.addAll(lines(difference)));
    return lines;
  }

  private static List<String> lines(RowDifference difference) {
    List<String> lines = new ArrayList<>();
    add(lines, "missing: expected, and not there", difference.missing());
    add(lines, "unexpected: there, and not expected", difference.unexpected());
    add(lines, "there more than once, by the table's own key", difference.repeated());
    difference.order().ifPresent(text -> lines.add("  other order: " + text));
    if (!difference.changed().isEmpty()) {
      lines.add("  " + difference.changed().size() + " with other values");
    }
    return lines;
  }

  /** The same with the cells, as lines of text. */
  static String text(TrialResult result) {
    List<String> lines = new ArrayList<>(lines(result));
    result
        .difference()
        .ifPresent(
            difference ->
                difference
                    .changed()
                    .forEach(
                        row ->
                            row.cells()
                                .forEach(cell -> lines.add("    " + text(row.key(), cell)))));
    return String.join("\n", lines);
  }

  private static String text(Map<String, String> key, Cell cell) {
    return text(key)
        + ": "
        + cell.column()
        + " expected "
        + cell.expected()
        + ", found "
        + cell.found();
  }

  private static void add(List<String> lines, String title, List<Map<String, String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    lines.add("  " + rows.size() + " " + title);
    limited(rows).forEach(row -> lines.add("    " + text(row)));
    if (rows.size() > SHOWN) {
      lines.add("    … and " + (rows.size() - SHOWN) + " more");
    }
  }

  private static <T> List<T> limited(List<T> rows) {
    return rows.subList(0, Math.min(SHOWN, rows.size()));
  }

  private static String text(Map<String, String> row) {
    return row.entrySet().stream()
        .map(value -> value.getKey() + " = " + value.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The last line. */
  public static void tellEnd(Collection<TrialResult> results, Narrator narrator) {
    long failed = results.stream().filter(result -> !result.passed()).count();
    narrator.line("");
    narrator.line(
        failed == 0
            ? narrator.paint().good(results.size() + " passed")
            : narrator.paint().bad(failed + " of " + results.size() + " failed"));
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }
}

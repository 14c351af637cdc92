package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Narrator;
import io.firn.gold.GoldExplanation;
import io.firn.gold.GoldExplanation.Input;
import java.util.List;

/** How changes reach gold tables, as text and as JSON. */
final class ExplainView {
  private ExplainView() {}

  static ObjectNode json(List<GoldExplanation> tables) {
    return Json.object().set("tables", Json.array(tables, ExplainView::json));
  }

  private static ObjectNode json(GoldExplanation table) {
    ObjectNode json = Json.object().put("unit", table.unit().toString());
    json.set("grain", Json.texts(table.grain()));
    json.put("refresh", refresh(table));
    json.set("inputs", Json.array(table.inputs(), ExplainView::json));
    ObjectNode next = json.putObject("next");
    next.put("ready", table.next().ready()).put("range", table.next().range());
    next.set("notes", Json.texts(table.next().notes()));
    return json;
  }

  private static ObjectNode json(Input input) {
    ObjectNode json = Json.object().put("table", input.table());
    json.set("reaches", Json.texts(input.reaches()));
    json.put("reason", input.reason().orElse(null));
    return json.set(
        "paths", Json.array(input.paths(), steps -> Json.object().set("steps", Json.texts(steps))));
  }

  static void tell(List<GoldExplanation> tables, Narrator narrator) {
    tables.forEach(table -> tell(table, narrator));
  }

  private static void tell(GoldExplanation table, Narrator narrator) {
    narrator.heading(table.unit().toString());
    narrator.line(
        "one row for each " + String.join(", ", table.grain()) + "; refresh = " + refresh(table));
    for (Input input : table.inputs()) {
      narrator.line("");
      narrator.line("  " + input.table());
      input.paths().forEach(steps -> narrator.line("    rows go: " + String.join(" > ", steps)));
      narrator.line("    " + sentence(input));
    }
    narrator.line("");
    narrator.line(
        table.next().ready()
            ? "a run now: " + table.next().range()
            : "a run now has nothing to do");
    table.next().notes().forEach(note -> narrator.line("  - " + note));
  }

  private static String sentence(Input input) {
    return input
        .reason()
        .map(reason -> "a change may reach any group: " + reason)
        .orElseGet(
            () ->
                "a change tells by "
                    + String.join(", ", input.reaches())
                    + " which groups it reaches, and others stay as they are");
  }

  private static String refresh(GoldExplanation table) {
    return table.incremental() ? "incremental" : "full";
  }
}

package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.run.RunReportJson;
import io.firn.run.maintain.Need;
import io.firn.run.maintain.TablePlan;
import io.firn.run.maintain.TableUpkeep;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Work on tables as a table and as JSON. */
final class MaintainView {
  private static final double MILLIS = 1000.0;

  private MaintainView() {}

  static ObjectNode json(List<TablePlan> plans) {
    ObjectNode root = Json.object();
    return root.set("tables", Json.array(plans, MaintainView::json));
  }

  static ObjectNode json(List<TablePlan> plans, List<TableUpkeep> done) {
    ObjectNode root = json(plans);
    return root.set("done", Json.array(done, MaintainView::json));
  }

  private static ObjectNode json(TablePlan plan) {
    ObjectNode node = Json.object().put("table", plan.table().toString());
    node.set("due", Json.texts(plan.due().stream().sorted().map(kind -> kind.id()).toList()));
    node.set("work", Json.texts(plan.work()));
    plan.keptFor()
        .ifPresent(
            need ->
                node.set(
                    "keptFor",
                    Json.object()
                        .put("unit", need.by().toString())
                        .put("since", need.at().toString())));
    return node;
  }

  private static ObjectNode json(TableUpkeep upkeep) {
    ObjectNode node =
        Json.object()
            .put("table", upkeep.table().toString())
            .put("seconds", upkeep.took().toMillis() / MILLIS);
    ObjectNode counts = Json.object();
    upkeep.counts().forEach(counts::put);
    node.set("counts", counts);
    upkeep.failure().ifPresent(failure -> RunReportJson.write(node, failure));
    return node;
  }

  static void tell(List<TablePlan> plans, Narrator narrator) {
    Grid.Builder grid = Grid.of("TABLE", "DUE");
    for (TablePlan plan : plans) {
      grid.row(
          plan.table().toString(),
          plan.work().isEmpty() ? "nothing" : String.join("; ", plan.work()));
    }
    narrator.table(grid.build());
    plans.forEach(
        plan ->
            plan.keptFor().ifPresent(need -> narrator.line("  - " + plan.table() + kept(need))));
  }

  private static String kept(Need need) {
    return ": older snapshots stay, since "
        + need.by()
        + " has read it up to "
        + need.at().truncatedTo(ChronoUnit.SECONDS)
        + " only";
  }

  static String line(TableUpkeep upkeep) {
    String told =
        upkeep.counts().isEmpty()
            ? "nothing to do"
            : upkeep.counts().entrySet().stream()
                .map(MaintainView::told)
                .collect(Collectors.joining(", "));
    return upkeep.table()
        + ": "
        + told
        + upkeep.failure().map(failure -> "; stopped: " + failure.what()).orElse("")
        + String.format(Locale.ROOT, " (%.1f s)", upkeep.took().toMillis() / MILLIS);
  }

  private static String told(Map.Entry<String, Long> count) {
    return count.getValue() + " " + count.getKey().replace('-', ' ');
  }

  static void tellEnd(List<TableUpkeep> done, Narrator narrator) {
    long failed = done.stream().filter(upkeep -> upkeep.failure().isPresent()).count();
    narrator.line(
        failed == 0
            ? done.size() + " tables maintained"
            : narrator.paint().bad(failed + " of " + done.size() + " tables not done") + ":");
    for (TableUpkeep upkeep : done) {
      upkeep
          .failure()
          .ifPresent(
              failure ->
                  narrator.line(
                      "  - "
                          + failure.what()
                          + "; found "
                          + failure.found()
                          + ". "
                          + failure.next()));
    }
  }
}

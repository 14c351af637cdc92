package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.UnitName;
import io.firn.run.rewind.Cut.Stand;
import io.firn.run.rewind.LandingAgain.Again;
import io.firn.run.rewind.LandingAgain.Lost;
import io.firn.run.rewind.Point;
import io.firn.run.rewind.RewindPlan;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Rewinds as a table and as JSON. */
final class RewindView {
  private static final String NOTHING = "-";

  private RewindView() {}

  static ObjectNode json(RewindPlan plan, boolean done) {
    ObjectNode root =
        Json.object()
            .put("target", plan.cut().target().toString())
            .put("rewound", done)
            .put("offsets", plan.offsets());
    return root.set(
        "units",
        Json.array(
            plan.cut().tables().entrySet(),
            table -> json(table.getKey(), table.getValue(), plan.again().get(table.getKey()))));
  }

  private static ObjectNode json(UnitName unit, Stand stand, Again again) {
    ObjectNode node = Json.object().put("unit", unit.toString()).put("moves", stand.moves());
    node.set("now", json(stand.now()));
    node.set("then", json(stand.then()));
    if (again != null) {
      node.put("offsets", again.offsets());
      node.set("lost", Json.array(again.lost(), RewindView::json));
    }
    return node;
  }

  /** Empty when there is no snapshot. */
  private static ObjectNode json(Optional<Point> point) {
    ObjectNode node = Json.object();
    point.ifPresent(
        at -> {
          node.put("snapshotId", at.snapshot())
              .put("committedAt", at.committedAt().toString())
              .put("runKey", at.runKey().orElse(null));
          at.rows().ifPresent(rows -> node.put("rows", rows));
        });
    return node;
  }

  static ObjectNode json(Lost lost) {
    return Json.object()
        .put("topic", lost.partition().topic())
        .put("partition", lost.partition().partition())
        .put("start", lost.offsets().start())
        .put("end", lost.offsets().end())
        .put("why", lost.why());
  }

  static void tell(RewindPlan plan, Narrator narrator) {
    if (!plan.moves()) {
      return;
    }
    Grid.Builder grid = Grid.of("UNIT", "NOW", "ROWS", "THEN", "ROWS THEN", "OFFSETS AGAIN");
    for (Map.Entry<UnitName, Stand> table : plan.cut().tables().entrySet()) {
      grid.row(row(table.getKey(), table.getValue(), plan.again().get(table.getKey())));
    }
    narrator.table(grid.build());
    plan.lost().forEach(lost -> tell(lost, narrator));
    narrator.line("");
  }

  static void tell(Lost lost, Narrator narrator) {
    narrator.line(
        "  - "
            + narrator.paint().bad("lost: ")
            + lost.partition()
            + " offsets "
            + lost.offsets().start()
            + " to "
            + lost.offsets().end()
            + ", "
            + lost.why());
  }

  private static String[] row(UnitName unit, Stand stand, Again again) {
    return new String[] {
      unit.toString(),
      stand.now().map(RewindView::text).orElse("empty"),
      rows(stand.now()),
      stand.moves() ? stand.then().map(RewindView::text).orElse("empty") : "stays",
      rows(stand.then()),
      again == null ? NOTHING : Long.toString(again.offsets())
    };
  }

  private static String text(Point point) {
    return point.snapshot()
        + " of "
        + point.runKey().map(key -> key + ", ").orElse("")
        + point.committedAt().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String rows(Optional<Point> point) {
    if (point.isEmpty()) {
      return "0";
    }
    OptionalLong rows = point.get().rows();
    return rows.isPresent() ? Long.toString(rows.getAsLong()) : NOTHING;
  }

  static void tellEnd(RewindPlan plan, boolean done, Narrator narrator) {
    if (!plan.moves()) {
      narrator.line("nothing to take back: the tables stand at " + plan.cut().target());
      return;
    }
    narrator.line(
        (done ? "rewound to " : "would rewind to ")
            + plan.cut().target()
            + "; "
            + Counted.of(plan.offsets(), "offset")
            + " to be landed again");
  }
}

package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.rewind.CutTags;
import io.firn.run.rewind.Point;
import io.firn.run.rewind.RunCut;
import io.firn.run.rewind.RunCuts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Cuts as tables and as JSON. */
final class CutView {
  private static final String NOTHING = "-";

  private CutView() {}

  /**
   * A run and its cut.
   *
   * @param why there is none; empty when there is one
   */
  record Listed(String runKey, Instant at, Optional<RunCut> cut, Optional<String> why) {}

  /** A cut that has a name now, and how many of its tables got it just now. */
  record Tagged(RunCut cut, int tables) {}

  /** The newest runs. */
  static List<Listed> listed(CutTags tags, int limit) {
    RunCuts cuts = tags.cuts();
    List<Listed> listed = new ArrayList<>();
    for (Map.Entry<String, Instant> run : cuts.runs().stream().limit(Math.max(0, limit)).toList()) {
      listed.add(listed(cuts, run));
    }
    return listed;
  }

  private static Listed listed(RunCuts cuts, Map.Entry<String, Instant> run) {
    try {
      RunCut cut = cuts.of(Optional.of(run.getKey()));
      return new Listed(run.getKey(), run.getValue(), Optional.of(cut), Optional.empty());
    } catch (FirnException none) {
      String why = none.failure().what();
      return new Listed(run.getKey(), run.getValue(), Optional.empty(), Optional.of(why));
    }
  }

  static ObjectNode json(List<Listed> listed, SortedMap<String, List<UnitName>> names) {
    ObjectNode root = Json.object();
    root.set("cuts", Json.array(listed, CutView::json));
    root.set("names", Json.array(names.entrySet(), CutView::name));
    return root;
  }

  private static ObjectNode name(Map.Entry<String, List<UnitName>> name) {
    List<String> units = name.getValue().stream().map(UnitName::toString).toList();
    return Json.object().put("name", name.getKey()).set("units", Json.texts(units));
  }

  private static ObjectNode json(Listed listed) {
    ObjectNode node =
        Json.object().put("runKey", listed.runKey()).put("at", listed.at().toString());
    listed.why().ifPresent(why -> node.put("why", why));
    listed
        .cut()
        .ifPresent(
            cut -> node.set("tables", Json.array(cut.tables().keySet(), unit -> json(cut, unit))));
    return node;
  }

  private static ObjectNode json(RunCut cut, UnitName unit) {
    ObjectNode node =
        Json.object().put("unit", unit.toString()).put("snapshotId", cut.tables().get(unit));
    ObjectNode inputs = Json.object();
    inputs(cut, unit).forEach(inputs::put);
    return node.set("inputs", inputs);
  }

  private static Map<String, Long> inputs(RunCut cut, UnitName unit) {
    return cut.inputs().containsKey(unit) ? cut.inputs().get(unit) : Map.of();
  }

  static void tell(
      List<Listed> listed, SortedMap<String, List<UnitName>> names, Narrator narrator) {
    if (listed.isEmpty()) {
      narrator.line("no run has committed yet");
      return;
    }
    Grid.Builder grid = Grid.of("RUN KEY", "AT", "GOLD TABLE", "SNAPSHOT", "MADE OF");
    for (Listed run : listed) {
      List<UnitName> gold =
          run.cut().stream()
              .flatMap(cut -> cut.tables().keySet().stream())
              .filter(unit -> unit.layer() == Layer.GOLD)
              .toList();
      if (gold.isEmpty()) {
        grid.row(
            run.runKey(), seconds(run.at()), NOTHING, NOTHING, run.why().orElse("no gold yet"));
      }
      gold.forEach(unit -> grid.row(row(run, unit)));
    }
    narrator.table(grid.build());
    names.forEach(
        (name, units) -> narrator.line("named " + name + ": " + Counted.of(units.size(), "table")));
  }

  private static String[] row(Listed run, UnitName unit) {
    RunCut cut = run.cut().orElseThrow();
    return new String[] {
      run.runKey(),
      seconds(run.at()),
      unit.toString(),
      cut.tables().get(unit).toString(),
      inputs(cut, unit).entrySet().stream()
          .map(input -> input.getKey() + " " + input.getValue())
          .collect(Collectors.joining(", "))
    };
  }

  static ObjectNode json(String name, Tagged tagged) {
    ObjectNode node =
        Json.object()
            .put("name", name)
            .put("runKey", tagged.cut().runKey())
            .put("tagged", tagged.tables());
    return node.set(
        "tables", Json.array(tagged.cut().tables().keySet(), unit -> json(tagged.cut(), unit)));
  }

  static void tell(String name, Tagged tagged, Narrator narrator) {
    int all = tagged.cut().tables().size();
    narrator.line(
        name
            + " is the cut of run "
            + tagged.cut().runKey()
            + ": "
            + Counted.of(all, "table")
            + (tagged.tables() == all ? "" : ", " + (all - tagged.tables()) + " had it already"));
  }

  static ObjectNode json(String name, SortedMap<UnitName, Point> shown) {
    ObjectNode node = Json.object().put("name", name);
    return node.set("tables", Json.array(shown.entrySet(), CutView::table));
  }

  private static ObjectNode table(Map.Entry<UnitName, Point> table) {
    Point point = table.getValue();
    ObjectNode node =
        Json.object()
            .put("unit", table.getKey().toString())
            .put("snapshotId", point.snapshot())
            .put("committedAt", point.committedAt().toString())
            .put("runKey", point.runKey().orElse(null));
    point.rows().ifPresent(rows -> node.put("rows", rows));
    return node;
  }

  /**
   * @param units of the pipeline: one without the name is told, too
   */
  static void tell(
      SortedMap<UnitName, Point> shown, Collection<UnitName> units, Narrator narrator) {
    Grid.Builder grid = Grid.of("UNIT", "SNAPSHOT", "COMMITTED AT", "RUN KEY", "ROWS");
    for (UnitName unit : units) {
      Point point = shown.get(unit);
      if (point == null) {
        grid.row(unit.toString(), "not in it", NOTHING, NOTHING, NOTHING);
      } else {
        OptionalLong rows = point.rows();
        grid.row(
            unit.toString(),
            Long.toString(point.snapshot()),
            seconds(point.committedAt()),
            point.runKey().orElse(NOTHING),
            rows.isPresent() ? Long.toString(rows.getAsLong()) : NOTHING);
      }
    }
    narrator.table(grid.build());
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

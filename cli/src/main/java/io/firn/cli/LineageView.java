package io.firn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Narrator;
import io.firn.lineage.Use;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.lineage.UnitLineage;
import io.firn.run.lineage.UnitLineage.Column;
import io.firn.run.lineage.UnitLineage.Input;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Lineage as a tree and as JSON. */
final class LineageView {
  private static final String STEP = "  ";

  private LineageView() {}

  /** Each unit by itself: a program follows the inputs. */
  static ObjectNode json(SortedMap<UnitName, UnitLineage> all) {
    ObjectNode root = Json.object();
    root.set("units", Json.array(all.values(), LineageView::json));
    return root;
  }

  /** The units as maps, lists and texts. */
  static Object plain(SortedMap<UnitName, UnitLineage> all) {
    return new ObjectMapper().convertValue(json(all).get("units"), Object.class);
  }

  private static ObjectNode json(UnitLineage lineage) {
    ObjectNode node = Json.object().put("unit", lineage.unit().toString());
    node.set("columns", Json.array(lineage.columns(), LineageView::json));
    node.set("rows", Json.array(lineage.rows(), LineageView::json));
    return node;
  }

  private static ObjectNode json(Column column) {
    ObjectNode node = Json.object().put("column", column.name());
    node.set("inputs", Json.array(column.inputs(), LineageView::json));
    return node;
  }

  private static ObjectNode json(Input input) {
    ObjectNode node =
        Json.object().put("unit", input.unit().toString()).put("column", input.column());
    return node.set("uses", Json.array(input.uses(), LineageView::json));
  }

  private static ObjectNode json(Use use) {
    return Json.object()
        .put("type", use.direct() ? "DIRECT" : "INDIRECT")
        .put("subtype", use.name());
  }

  /**
   * A tree for each column, then what decides about the rows of its table.
   *
   * @param wanted columns by unit; none for all of its
   */
  static void tell(
      SortedMap<UnitName, List<String>> wanted, Map<UnitName, UnitLineage> all, Narrator narrator) {
    wanted.forEach(
        (unit, columns) -> {
          UnitLineage lineage = all.get(unit);
          for (Column column : lineage.columns()) {
            if (columns.isEmpty() || columns.contains(column.name())) {
              narrator.line(narrator.paint().strong(unit + "." + column.name()));
              tell(column.inputs(), all, STEP, narrator);
              if (column.inputs().isEmpty()) {
                narrator.line(STEP + "of no column's value");
              }
            }
          }
          if (!lineage.rows().isEmpty()) {
            narrator.line(narrator.paint().strong(unit + ", which rows there are"));
            tell(lineage.rows(), all, STEP, narrator);
          }
        });
  }

  private static void tell(
      Collection<Input> inputs, Map<UnitName, UnitLineage> all, String indent, Narrator narrator) {
    for (Input input : inputs) {
      narrator.line(
          indent
              + input.unit()
              + "."
              + input.column()
              + narrator.paint().faint("  " + words(input)));
      if (input.unit().layer() != Layer.BRONZE) {
        all.get(input.unit()).columns().stream()
            .filter(column -> column.name().equals(input.column()))
            .forEach(column -> tell(column.inputs(), all, indent + STEP, narrator));
      }
    }
  }

  private static String words(Input input) {
    return input.uses().stream().map(Use::word).collect(Collectors.joining(", "));
  }
}

package io.firn.cli.trial;

import io.firn.config.ColumnType;
import io.firn.config.Pipeline;
import io.firn.config.Problem;
import io.firn.model.Layer;
import io.firn.model.Suggestion;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.trial.GivenRow;
import io.firn.run.trial.GivenTable;
import io.firn.run.trial.TrialCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one test file: a test, or a list of tests. What is wrong goes to a list, all of it. */
final class TestFileReader {
  private static final String NAME = "name";
  private static final String UNIT = "unit";
  private static final String TYPES = "types";
  private static final String GIVEN = "given";
  private static final String EXPECT = "expect";
  private static final String ORDERED = "ordered";
  private static final List<String> KEYS = List.of(NAME, UNIT, TYPES, GIVEN, EXPECT, ORDERED);
  private static final String CSV = "csv";

  /** What a test of a silver table may call the rows before the transform. */
  private static final String INPUT = "input";

  private final Path file;
  private final Pipeline pipeline;
  private final List<Problem> problems;
  private final YamlValues values;

  TestFileReader(Path file, Pipeline pipeline, List<Problem> problems) {
    this.file = file;
    this.pipeline = pipeline;
    this.problems = problems;
    this.values = new YamlValues(this::reject);
  }

  List<TrialCase> read() {
    Optional<Node> root = YamlText.root(file, problems);
    List<TrialCase> cases = new ArrayList<>();
    if (root.isEmpty()) {
      return cases;
    }
    List<Node> nodes =
        root.get() instanceof SequenceNode sequence ? sequence.getValue() : List.of(root.get());
    for (int i = 0; i < nodes.size(); i++) {
      test(nodes.get(i), i + 1, nodes.size()).ifPresent(cases::add);
    }
    return cases;
  }

  private Optional<TrialCase> test(Node node, int number, int of) {
    int before = problems.size();
    Map<String, Node> keys = values.mapping(node, "a test: " + String.join(", ", KEYS));
    keys.forEach((key, value) -> requireKey(key, value, KEYS));
    Optional<UnitName> unit = required(keys, UNIT, node).flatMap(this::unit);
    Optional<Node> given = required(keys, GIVEN, node);
    Optional<Node> expect = required(keys, EXPECT, node);
    boolean ordered = Optional.ofNullable(keys.get(ORDERED)).map(values::truth).orElse(false);
    if (unit.isEmpty() || given.isEmpty() || expect.isEmpty()) {
      return Optional.empty();
    }
    Map<TableName, Map<String, ColumnType>> types = types(keys.get(TYPES), unit.get());
    List<GivenTable> tables = given(given.get(), unit.get(), types);
    TrialCase.Expected expected =
        new TrialCase.Expected(rows(expect.get()), ordered, place(expect.get()));
    String name =
        Optional.ofNullable(keys.get(NAME))
            .map(values::text)
            .orElseGet(() -> unit.get() + (of == 1 ? "" : " " + number));
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new TrialCase(name, unit.get(), place(node), tables, expected));
  }

  private void requireKey(String key, Node value, List<String> known) {
    if (!known.contains(key)) {
      reject(
          value,
          "unknown key '"
              + key
              + "'"
              + Suggestion.hint(key, known)
              + " (keys: "
              + String.join(", ", known)
              + ")");
    }
  }

  private Optional<Node> required(Map<String, Node> keys, String key, Node test) {
    if (!keys.containsKey(key) && test instanceof MappingNode) {
      reject(test, "a test needs '" + key + "'");
    }
    return Optional.ofNullable(keys.get(key));
  }

  private Optional<UnitName> unit(Node node) {
    String text = values.text(node);
    Optional<UnitName> unit =
        pipeline.units().stream()
            .filter(
                known -> known.toString().equals(text) || known.tableName().toString().equals(text))
            .findFirst();
    List<String> known = pipeline.units().stream().map(UnitName::toString).toList();
    if (unit.isEmpty()) {
      reject(node, "the pipeline has no unit '" + text + "'" + Suggestion.hint(text, known));
    }
    return unit;
  }

  private Map<TableName, Map<String, ColumnType>> types(Node node, UnitName unit) {
    Map<TableName, Map<String, ColumnType>> types = new LinkedHashMap<>();
    if (node == null) {
      return types;
    }
    values
        .mapping(node, "types by table: { silver.orders: { total: \"decimal(12,2)\" } }")
        .forEach(
            (table, columns) ->
                table(table, columns, unit)
                    .ifPresent(name -> types.put(name, columnTypes(columns))));
    return types;
  }

  private Map<String, ColumnType> columnTypes(Node node) {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    values
        .mapping(node, "types by column")
        .forEach(
            (column, type) -> {
              try {
                types.put(column, new ColumnType(values.text(type)));
              } catch (IllegalArgumentException unknown) {
                reject(type, unknown.getMessage());
              }
            });
    return types;
  }

  private List<GivenTable> given(
      Node node, UnitName unit, Map<TableName, Map<String, ColumnType>> types) {
    Map<TableName, GivenTable> tables = new LinkedHashMap<>();
    values
        .mapping(node, "rows by table: { silver.orders: [ … ] }")
        .forEach(
            (text, rows) ->
                table(text, rows, unit)
                    .ifPresent(
                        table ->
                            tables.put(
                                table,
                                new GivenTable(
                                    table,
                                    rows(rows),
                                    types.getOrDefault(table, Map.of()),
                                    place(rows)))));
    types.keySet().stream()
        .filter(table -> !tables.containsKey(table))
        .forEach(table -> reject(node, "types of " + table + ", of which no rows are given"));
    return List.copyOf(tables.values());
  }

  private Optional<TableName> table(String text, Node node, UnitName unit) {
    if (text.equals(INPUT) && unit.layer() == Layer.SILVER) {
      return Optional.of(unit.tableName());
    }
    List<String> tables =
        pipeline.units().stream()
            .filter(known -> known.layer() != Layer.BRONZE)
            .map(known -> known.tableName().toString())
            .toList();
    if (!tables.contains(text)) {
      reject(node, "there is no table '" + text + "'" + Suggestion.hint(text, tables));
      return Optional.empty();
    }
    return Optional.of(TableName.parse(text));
  }

  private List<GivenRow> rows(Node node) {
    if (node instanceof MappingNode) {
      return csv(node);
    }
    if (!(node instanceof SequenceNode sequence)) {
      reject(node, "expected rows, [ { column: value } ], or { csv: FILE }");
      return List.of();
    }
    return sequence.getValue().stream()
        .map(row -> new GivenRow(values.row(row), place(row)))
        .toList();
  }

  private List<GivenRow> csv(Node node) {
    Map<String, Node> keys = values.mapping(node, "{ csv: FILE }");
    keys.forEach((key, value) -> requireKey(key, value, List.of(CSV)));
    if (!keys.containsKey(CSV)) {
      reject(node, "expected rows, [ { column: value } ], or { csv: FILE }");
      return List.of();
    }
    Path csv = file.resolveSibling(values.text(keys.get(CSV)));
    try {
      return CsvRows.of(csv, Files.readString(csv));
    } catch (CsvRows.Broken broken) {
      problems.add(new Problem(csv.toString(), broken.line(), CSV, broken.getMessage()));
    } catch (IOException unreadable) {
      reject(keys.get(CSV), "there is no file " + csv + " that can be read as UTF-8 text");
    }
    return List.of();
  }

  private void reject(Node node, String message) {
    problems.add(new Problem(file.toString(), YamlText.line(node), "test", message));
  }

  private String place(Node node) {
    return file + ":" + YamlText.line(node);
  }
}

package io.firn.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How rows that were found differ from those expected. A row is its values by column name; values
 * are equal when {@code equals} says so, and a column that a row lacks is null.
 *
 * @param missing keys expected and not found
 * @param unexpected keys found and not expected
 * @param repeated keys found more than once
 * @param changed keys found with other values
 */
public record RowDifferences(
    List<Map<String, Object>> missing,
    List<Map<String, Object>> unexpected,
    List<Map<String, Object>> repeated,
    List<Changed> changed) {
  public RowDifferences {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    repeated = List.copyOf(repeated);
    changed = List.copyOf(changed);
  }

  /**
   * One row with other values.
   *
   * @param columns those that differ
   */
  public record Changed(
      Map<String, Object> key,
      List<String> columns,
      Map<String, Object> expected,
      Map<String, Object> found) {}

  /**
   * @param key columns that identify a row; {@code expected} has each key once
   */
  public static RowDifferences between(
      List<String> key, List<Map<String, Object>> expected, List<Map<String, Object>> found) {
    Map<Map<String, Object>, Map<String, Object>> wanted = new LinkedHashMap<>();
    expected.forEach(row -> wanted.put(key(key, row), row));
    Set<Map<String, Object>> seen = new LinkedHashSet<>();
    List<Map<String, Object>> unexpected = new ArrayList<>();
    List<Map<String, Object>> repeated = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    for (Map<String, Object> row : found) {
      Map<String, Object> id = key(key, row);
      Map<String, Object> other = wanted.get(id);
      if (!seen.add(id)) {
        repeated.add(id);
      } else if (other == null) {
        unexpected.add(id);
      } else {
        List<String> columns = differing(other, row);
        if (!columns.isEmpty()) {
          changed.add(new Changed(id, columns, other, row));
        }
      }
    }
    List<Map<String, Object>> missing =
        wanted.keySet().stream().filter(id -> !seen.contains(id)).toList();
    return new RowDifferences(missing, unexpected, repeated, changed);
  }

  private static Map<String, Object> key(List<String> key, Map<String, Object> row) {
    Map<String, Object> id = new LinkedHashMap<>();
    key.forEach(column -> id.put(column, row.get(column)));
    return id;
  }

  private static List<String> differing(Map<String, Object> left, Map<String, Object> right) {
    return Stream.concat(left.keySet().stream(), right.keySet().stream())
        .distinct()
        .filter(column -> !Objects.equals(left.get(column), right.get(column)))
        .toList();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  public int size() {
    return missing.size() + unexpected.size() + repeated.size() + changed.size();
  }

  /** One sentence each: which row, and the names of the columns. Never their values. */
  public List<String> sentences() {
    return Stream.of(
            missing.stream().map(id -> text(id) + " is missing"),
            unexpected.stream().map(id -> text(id) + " should not be there"),
            repeated.stream().map(id -> text(id) + " is there twice"),
            changed.stream().map(row -> text(row.key()) + " differs in " + names(row.columns())))
        .flatMap(sentences -> sentences)
        .toList();
  }

  private static String names(List<String> columns) {
    return String.join(", ", columns);
  }

  private static String text(Map<String, Object> id) {
    return id.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(Collectors.joining(" "));
  }
}

package io.firn.run.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How rows differ from those that were expected, each row counted as often as it stands. All values
 * are text, as a person reads them.
 *
 * @param columns that were compared
 * @param missing rows that were expected and are not there
 * @param unexpected rows that are there and were not expected
 * @param changed rows that are there with other values
 * @param order what is wrong with the rows' order, when that is all that is wrong
 * @param repeated values of the table's own key that came out more than once
 */
public record RowDifference(
    List<String> columns,
    List<Map<String, String>> missing,
    List<Map<String, String>> unexpected,
    List<Changed> changed,
    Optional<String> order,
    List<Map<String, String>> repeated) {
  public RowDifference {
    columns = List.copyOf(columns);
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    changed = List.copyOf(changed);
    repeated = List.copyOf(repeated);
  }

  /**
   * One row, expected and found.
   *
   * @param key what both have in common
   * @param cells the columns in which they differ
   */
  public record Changed(Map<String, String> key, List<Cell> cells) {
    public Changed {
      cells = List.copyOf(cells);
    }
  }

  /** A column's value, expected and found. */
  public record Cell(String column, String expected, String found) {}

  /** Rows as values that are equal when they are the same, see {@link FoundValue}. */
  record Rows(List<Map<String, Object>> rows) {}

  /**
   * @param compared columns that are compared
   * @param identity columns by which rows are told apart
   * @param found rows with at least the columns of both
   */
  static RowDifference between(
      List<String> compared, List<String> identity, Rows expected, Rows found, boolean ordered) {
    List<Map<String, Object>> cut =
        found.rows().stream().map(row -> project(row, compared)).toList();
    List<Map<String, Object>> missing = without(expected.rows(), cut);
    List<Map<String, Object>> unexpected = without(cut, expected.rows());
    List<Changed> changed =
        compared.containsAll(identity) && !identity.isEmpty()
            ? pair(
                compared,
                single(identity, expected.rows()),
                single(identity, cut),
                missing,
                unexpected)
            : List.of();
    Optional<String> order =
        ordered && missing.isEmpty() && unexpected.isEmpty() && changed.isEmpty()
            ? order(expected.rows(), cut)
            : Optional.empty();
    return new RowDifference(
        compared,
        missing.stream().map(RowDifference::text).toList(),
        unexpected.stream().map(RowDifference::text).toList(),
        changed,
        order,
        repeated(identity, found.rows()));
  }

  private static Map<String, Object> project(Map<String, Object> row, List<String> columns) {
    Map<String, Object> part = new LinkedHashMap<>();
    columns.forEach(column -> part.put(column, row.get(column)));
    return part;
  }

  /** The rows of {@code all} that are not in {@code others}, each as often as it is too much. */
  private static List<Map<String, Object>> without(
      List<Map<String, Object>> all, List<Map<String, Object>> others) {
    Map<Map<String, Object>, Integer> left = new HashMap<>();
    others.forEach(row -> left.merge(row, 1, Integer::sum));
    List<Map<String, Object>> rest = new ArrayList<>();
    for (Map<String, Object> row : all) {
      if (left.merge(row, -1, Integer::sum) < 0) {
        rest.add(row);
      }
    }
    return rest;
  }

  /**
   * The rows that are there with other values. Each is the only one of its key on either side, so
   * that nobody has to guess which row is meant; it is taken out of both lists.
   */
  private static List<Changed> pair(
      List<String> compared,
      Map<Map<String, Object>, Map<String, Object>> wanted,
      Map<Map<String, Object>, Map<String, Object>> found,
      List<Map<String, Object>> missing,
      List<Map<String, Object>> unexpected) {
    List<Changed> changed = new ArrayList<>();
    wanted.forEach(
        (key, row) -> {
          Map<String, Object> other = found.get(key);
          if (other != null && !other.equals(row)) {
            changed.add(new Changed(text(key), cells(compared, row, other)));
            missing.remove(row);
            unexpected.remove(other);
          }
        });
    return changed;
  }

  /** The rows whose key no other row has. */
  private static Map<Map<String, Object>, Map<String, Object>> single(
      List<String> identity, List<Map<String, Object>> rows) {
    Map<Map<String, Object>, Map<String, Object>> single = new LinkedHashMap<>();
    Set<Map<String, Object>> several = new HashSet<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> key = project(row, identity);
      if (single.put(key, row) != null) {
        several.add(key);
      }
    }
    single.keySet().removeAll(several);
    return single;
  }

  private static List<Cell> cells(
      List<String> compared, Map<String, Object> wanted, Map<String, Object> found) {
    return compared.stream()
        .filter(column -> !Objects.equals(wanted.get(column), found.get(column)))
        .map(
            column ->
                new Cell(
                    column,
                    FoundValue.text(wanted.get(column)),
                    FoundValue.text(found.get(column))))
        .toList();
  }

  private static Optional<String> order(
      List<Map<String, Object>> expected, List<Map<String, Object>> found) {
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).equals(found.get(i))) {
        return Optional.of(
            "row "
                + (i + 1)
                + " should be "
                + text(expected.get(i))
                + " and is "
                + text(found.get(i)));
      }
    }
    return Optional.empty();
  }

  private static List<Map<String, String>> repeated(
      List<String> identity, List<Map<String, Object>> rows) {
    Set<Map<String, Object>> seen = new LinkedHashSet<>();
    Set<Map<String, Object>> again = new LinkedHashSet<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> key = project(row, identity);
      if (!identity.isEmpty() && !seen.add(key)) {
        again.add(key);
      }
    }
    return again.stream().map(RowDifference::text).toList();
  }

  private static Map<String, String> text(Map<String, Object> row) {
    Map<String, String> text = new LinkedHashMap<>();
    row.forEach((column, value) -> text.put(column, FoundValue.text(value)));
    return Collections.unmodifiableMap(text);
  }

  /** Whether the rows are those that were expected. */
  public boolean none() {
    return missing.isEmpty()
        && unexpected.isEmpty()
        && changed.isEmpty()
        && order.isEmpty()
        && repeated.isEmpty();
  }
}

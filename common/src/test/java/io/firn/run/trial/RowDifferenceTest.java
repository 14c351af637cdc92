package io.firn.run.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.run.trial.RowDifference.Changed;
import io.firn.run.trial.RowDifference.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A test passes when, and only when, the rows are those that were expected, each as often. */
class RowDifferenceTest {
  private static final List<String> COLUMNS = List.of("id", "name", "amount");

  @Provide
  Arbitrary<List<Map<String, Object>>> rows() {
    Arbitrary<Object> id = Arbitraries.integers().between(1, 3).map(n -> (Object) n);
    Arbitrary<Object> name = Arbitraries.of("a", "b").map(n -> (Object) n).injectNull(0.2);
    Arbitrary<Object> amount = Arbitraries.of(1L, 2L).map(n -> (Object) n).injectNull(0.2);
    return Combinators.combine(id, name, amount)
        .as(
            (i, n, a) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("id", i);
              row.put("name", n);
              row.put("amount", a);
              return row;
            })
        .list()
        .ofMaxSize(5);
  }

  @Property
  void nothingDiffersWhenAndOnlyWhenTheRowsAreTheSameAsOften(
      @ForAll("rows") List<Map<String, Object>> expected,
      @ForAll("rows") List<Map<String, Object>> found) {
    assertThat(lawHolds(expected, found, (one, other) -> between(List.of(), one, other).none()))
        .isTrue();
  }

  @Property
  void whatIsToldTurnsTheFoundRowsIntoTheExpected(
      @ForAll("rows") List<Map<String, Object>> expected,
      @ForAll("rows") List<Map<String, Object>> found) {
    RowDifference told = between(List.of("id"), expected, found);

    Map<Map<String, String>, Integer> counts = counts(texts(found));
    told.unexpected().forEach(row -> counts.merge(row, -1, Integer::sum));
    told.missing().forEach(row -> counts.merge(row, 1, Integer::sum));
    for (Changed changed : told.changed()) {
      Map<String, String> before =
          counts.entrySet().stream()
              .filter(row -> row.getValue() > 0 && hasFound(row.getKey(), changed))
              .findFirst()
              .orElseThrow()
              .getKey();
      Map<String, String> after = new LinkedHashMap<>(before);
      changed.cells().forEach(cell -> after.put(cell.column(), cell.expected()));
      counts.merge(before, -1, Integer::sum);
      counts.merge(after, 1, Integer::sum);
    }
    counts.values().removeIf(count -> count == 0);
    assertThat(counts).isEqualTo(counts(texts(expected)));
  }

  /** Broken on purpose: rows as sets. The law above has to notice. */
  @Property(tries = 1)
  void aComparisonThatForgetsHowOftenARowStandsBreaksTheLaw() {
    List<Map<String, Object>> once = List.of(Map.of("id", 1));
    List<Map<String, Object>> twice = List.of(Map.of("id", 1), Map.of("id", 1));

    assertThat(
            lawHolds(once, twice, (one, other) -> new HashSet<>(one).equals(new HashSet<>(other))))
        .isFalse();
  }

  @Property(tries = 1)
  void aRowThatStandsTwiceWithOneKeyIsNotPairedAtWill() {
    RowDifference told =
        between(List.of("id"), List.of(row(1, "a", 1L)), List.of(row(1, "b", 1L), row(1, "c", 1L)));

    assertThat(told.changed()).isEmpty();
    assertThat(told.missing()).hasSize(1);
    assertThat(told.unexpected()).hasSize(2);
    assertThat(told.repeated()).containsExactly(Map.of("id", "1"));
  }

  private static boolean lawHolds(
      List<Map<String, Object>> expected,
      List<Map<String, Object>> found,
      BiPredicate<List<Map<String, Object>>, List<Map<String, Object>>> same) {
    return same.test(expected, found) == counts(expected).equals(counts(found));
  }

  private static RowDifference between(
      List<String> identity, List<Map<String, Object>> expected, List<Map<String, Object>> found) {
    return RowDifference.between(COLUMNS, identity, new Rows(expected), new Rows(found), false);
  }

  private static boolean hasFound(Map<String, String> row, Changed changed) {
    return row.entrySet().containsAll(changed.key().entrySet())
        && changed.cells().stream().allMatch(cell -> row.get(cell.column()).equals(cell.found()));
  }

  private static <T> Map<T, Integer> counts(List<T> rows) {
    Map<T, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row, 1, Integer::sum));
    return counts;
  }

  private static List<Map<String, String>> texts(List<Map<String, Object>> rows) {
    List<Map<String, String>> texts = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, String> text = new LinkedHashMap<>();
      row.forEach((column, value) -> text.put(column, FoundValue.text(value)));
      texts.add(text);
    }
    return texts;
  }

  private static Map<String, Object> row(int id, String name, Long amount) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("name", name);
    row.put("amount", amount);
    return row;
  }
}

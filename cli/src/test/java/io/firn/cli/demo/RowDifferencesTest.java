package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowDifferencesTest {
  private static final List<String> KEY = List.of("order_id", "line");

  @Test
  void the_same_rows_in_another_order_do_not_differ() {
    RowDifferences differences =
        between(List.of(row(1, 1, "a"), row(1, 2, "b")), List.of(row(1, 2, "b"), row(1, 1, "a")));

    assertThat(differences.isEmpty()).isTrue();
    assertThat(differences.sentences()).isEmpty();
  }

  @Test
  void each_kind_of_difference_is_told_by_key() {
    RowDifferences differences =
        between(
            List.of(row(1, 1, "a"), row(1, 2, "b"), row(2, 1, "c")),
            List.of(row(1, 1, "other"), row(2, 1, "c"), row(2, 1, "c"), row(3, 1, "d")));

    assertThat(differences.size()).isEqualTo(4);
    assertThat(differences.sentences())
        .containsExactly(
            "order_id=1 line=2 is missing",
            "order_id=3 line=1 should not be there",
            "order_id=2 line=1 is there twice",
            "order_id=1 line=1 differs in note");
  }

  @Test
  void sentences_name_columns_and_never_values() {
    RowDifferences differences =
        between(List.of(row(1, 1, "secret")), List.of(row(1, 1, "public")));

    assertThat(differences.sentences()).noneMatch(sentence -> sentence.contains("secret"));
    assertThat(differences.changed().get(0).expected()).containsEntry("note", "secret");
    assertThat(differences.changed().get(0).found()).containsEntry("note", "public");
  }

  @Test
  void a_column_that_one_side_lacks_is_null_there() {
    Map<String, Object> withTier = row(1, 1, "a");
    withTier.put("tier", "gold");
    Map<String, Object> withNull = row(1, 1, "a");
    withNull.put("tier", null);

    assertThat(between(List.of(withNull), List.of(row(1, 1, "a"))).isEmpty()).isTrue();
    assertThat(between(List.of(withTier), List.of(row(1, 1, "a"))).changed())
        .singleElement()
        .satisfies(changed -> assertThat(changed.columns()).containsExactly("tier"));
    assertThat(between(List.of(row(1, 1, "a")), List.of(withTier)).changed()).hasSize(1);
  }

  @Test
  void an_empty_table_differs_from_any_row_and_not_from_none() {
    assertThat(between(List.of(), List.of()).isEmpty()).isTrue();
    assertThat(between(List.of(row(1, 1, "a")), List.of()).missing()).hasSize(1);
    assertThat(between(List.of(), List.of(row(1, 1, "a"))).unexpected()).hasSize(1);
  }

  @Test
  void a_key_may_have_a_null_and_values_any_type() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("order_id", null);
    row.put("line", 1L);
    row.put("tags", Arrays.asList("a", null));
    row.put("price", new BigDecimal("1.5"));

    assertThat(between(List.of(row), List.of(new LinkedHashMap<>(row))).isEmpty()).isTrue();
  }

  private static RowDifferences between(
      List<Map<String, Object>> expected, List<Map<String, Object>> found) {
    return RowDifferences.between(KEY, expected, found);
  }

  private static Map<String, Object> row(long order, long line, String note) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("order_id", order);
    row.put("line", line);
    row.put("note", note);
    return row;
  }
}

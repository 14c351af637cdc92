package io.firn.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testkit.LocalSpark;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of each shape of query: {@code column: source use …; rows: source use …}. */
class QueryLineageTest {
  private static final LineageTables TABLES = new LineageTables(LocalSpark.session());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select a from t                                | a: t.a identity
          select a as z from t x                         | z: t.a identity
          select a + b as z from t                       | z: t.a transformation t.b transformation
          select s, 1 as one from t                      | s: t.s identity; one:
          select a from t where b > 0                    | a: t.a identity; rows: t.b filter
          select case when a > 0 then b else c end as z from t | z: t.a conditional t.b transformation t.c transformation
          select a, sum(b) as z from t group by a        | a: t.a identity; z: t.b aggregation; rows: t.a group by
          select sum(b + c) + 1 as z from t              | z: t.b aggregation t.c aggregation
          select count(*) as z from t                    | z:
          select count(*) filter (where b > 0) as z from t | z: t.b conditional
          select s, x from t join u on a = k             | s: t.s identity; x: u.x identity; rows: t.a join u.k join
          select s from t left semi join u on a = k      | s: t.s identity; rows: t.a join u.k join
          select s from t where a in (select k from u where y > 0) | s: t.s identity; rows: t.a filter u.k filter u.y filter
          select (select max(x) from u where k = a) as z from t    | z: t.a filter u.k filter u.x aggregation
          select row_number() over (partition by a order by b) as z from t | z: t.a window t.b window
          select sum(c) over (partition by a) as z from t | z: t.a window t.c aggregation
          select a from t union all select x from u      | a: t.a identity u.x identity
          select a from t except select x from u         | a: t.a identity u.x identity; rows: t.a filter u.x filter
          select distinct a from t                       | a: t.a identity; rows: t.a group by
          with v as (select a as p, b as q from t) select p from v where q > 0 | p: t.a identity; rows: t.b filter
          with v as (select a from t) select x.a from v x join v y on x.a = y.a | a: t.a identity; rows: t.a join
          select e, a from t lateral view explode(l) v as e | e: t.l transformation; a: t.a identity; rows: t.l join
          select * from u                                | k: u.k identity; x: u.x identity; y: u.y identity
          select y from u order by x limit 1             | y: u.y identity; rows: u.x sort
          select k, sum(x) as z from u group by rollup(k) | k: u.k identity; z: u.x aggregation; rows: u.k group by
          select z from u, lateral (select x + k as z)   | z: u.k transformation u.x transformation
          """)
  void theLineageIsTheQuerysOwn(String sql, String expected) {
    assertThat(text(TABLES.lineage(sql))).isEqualTo(expected);
  }

  private static String text(QueryLineage lineage) {
    String columns =
        lineage.columns().stream()
            .map(column -> column.name() + ":" + text(column.uses()))
            .collect(Collectors.joining("; "));
    return lineage.rows().sources().isEmpty()
        ? columns
        : columns + "; rows:" + text(lineage.rows());
  }

  private static String text(Uses uses) {
    return uses.bySource().entrySet().stream()
        .map(
            source ->
                " "
                    + source.getKey()
                    + source.getValue().stream()
                        .map(use -> " " + use.word())
                        .collect(Collectors.joining()))
        .collect(Collectors.joining());
  }
}

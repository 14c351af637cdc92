package io.firn.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testkit.LocalSpark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A column that is said to have no influence has none: with other values the result is the same.
 */
class LineageLawsTest {
  private static final List<String> SOURCES =
      List.of(
          "t",
          "(select * from t where b > 0) t",
          "(select * from t union all select b, a, c, s, l from t) t",
          "(select a, b, max(c) as c, s, l from t group by a, b, s, l) t",
          "(select distinct a, b, c, s, l from t) t",
          "(select a, b, c, s, l from t order by c, a, b, s limit 4) t",
          "(select a, b, e as c, s, l from t lateral view explode(l) v as e) t",
          "(select a, b, c, s, l from t intersect select a, b, c, s, l from t where c > 0) t",
          "(select x.a, y.b, y.c, x.s, x.l from t x join t y on x.a = y.a) t");
  private static final List<String> JOINS =
      List.of(
          "",
          "join u on u.k = t.a",
          "left join u on u.k = t.a and u.x > 0",
          "full join u on u.k = t.a",
          "cross join (select max(k) as k, max(x) as x, min(y) as y from u) u");
  private static final List<String> CONDITIONS =
      List.of(
          "",
          "t.b > 0",
          "t.s like 's%'",
          "t.a in (select k from u where x > 1)",
          "exists (select 1 from u q where q.k = t.b)",
          "t.c > (select avg(y) from u)");
  private static final List<String> VALUES =
      List.of(
          "t.a",
          "t.b + 1",
          "coalesce(t.c, t.b)",
          "upper(t.s)",
          "case when t.a > 1 then t.b else 0 end",
          "if(t.s = 's1', t.c, t.a)",
          "size(t.l)",
          "transform(t.l, e -> e + 1)",
          "(select max(q.x) from u q where q.k = t.a)",
          "row_number() over (partition by t.a order by t.b, t.c, t.s)",
          "sum(t.c) over (partition by t.b)",
          "7");
  private static final List<String> AGGREGATES =
      List.of(
          "count(*)",
          "sum(t.c)",
          "max(t.s)",
          "count(distinct t.b)",
          "sum(t.c) filter (where t.b > 0)",
          "min(case when t.a > 0 then t.c end)",
          "avg(t.b) + max(t.a)",
          "max(size(t.l))");

  private static final LineageTables TABLES = new LineageTables(LocalSpark.session());

  @Provide
  Arbitrary<String> queries() {
    Arbitrary<String> from =
        Combinators.combine(
                Arbitraries.of(SOURCES), Arbitraries.of(JOINS), Arbitraries.of(CONDITIONS))
            .as(
                (source, join, condition) ->
                    " from "
                        + source
                        + " "
                        + join
                        + (condition.isEmpty() ? "" : " where " + condition));
    Arbitrary<List<String>> values = Arbitraries.of(VALUES).list().ofMinSize(2).ofMaxSize(4);
    Arbitrary<List<String>> aggregates =
        Arbitraries.of(AGGREGATES).list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<String> rows =
        Combinators.combine(values, from).as((columns, tail) -> "select " + named(columns) + tail);
    Arbitrary<String> groups =
        Combinators.combine(
                aggregates,
                from,
                Arbitraries.of("t.a", "t.s", "t.b % 2"),
                Arbitraries.of(
                    "group by g", "group by g having max(t.c) > 0", "group by rollup(g)"))
            .as(
                (columns, tail, group, how) ->
                    "select "
                        + group
                        + " as g, "
                        + named(columns)
                        + tail
                        + " "
                        + how.replace("g)", group + ")").replace("by g", "by " + group));
    return Arbitraries.oneOf(rows, groups);
  }

  private static String named(Collection<String> columns) {
    List<String> named = new ArrayList<>();
    columns.forEach(column -> named.add(column + " as v" + named.size()));
    return String.join(", ", named);
  }

  @Property(tries = 15)
  void whatHasNoInfluenceMayChange(@ForAll("queries") String sql) {
    assertThat(violation(sql, TABLES.lineage(sql))).as(sql).isEmpty();
  }

  /** Broken on purpose: what decides about rows is forgotten. The law has to notice. */
  @Property(tries = 1)
  void aLineageWithoutFiltersBreaksTheLaw() {
    String sql = "select a from t where b > 0";
    QueryLineage whole = TABLES.lineage(sql);

    assertThat(violation(sql, whole)).isEmpty();
    assertThat(violation(sql, new QueryLineage(whole.columns(), Uses.NONE))).isPresent();
  }

  /** A column of the result that changed although nothing that it depends on did. */
  private static Optional<String> violation(String sql, QueryLineage lineage) {
    Map<String, List<String>> before = TABLES.result(sql, Set.of(), 0);
    Map<Set<Source>, Set<String>> byInfluence = new java.util.HashMap<>();
    for (QueryLineage.Column column : lineage.columns()) {
      byInfluence
          .computeIfAbsent(lineage.influences(column.name()), key -> new TreeSet<>())
          .add(column.name());
    }
    for (Map.Entry<Set<Source>, Set<String>> columns : byInfluence.entrySet()) {
      Set<Source> free = LineageTables.all();
      free.removeAll(columns.getKey());
      if (!free.isEmpty()) {
        Map<String, List<String>> after = new TreeMap<>(TABLES.result(sql, free, 1));
        for (String column : columns.getValue()) {
          if (!before
              .getOrDefault(column, List.of())
              .equals(after.getOrDefault(column, List.of()))) {
            return Optional.of(column + " depends on one of " + free);
          }
        }
      }
    }
    return Optional.empty();
  }
}

package io.firn.gold;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.testkit.LocalSpark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A group that is not told to be affected has the rows that it had, whatever the query and whatever
 * changed. Many cases are one Spark job: each is a branch of one union.
 */
class AffectedGroupsTest {
  private static final int CASES = 36;

  private final SparkSession spark = (SparkSession) LocalSpark.session();

  private enum Side {
    OLD,
    NEW,
    BY_BEFORE,
    BY_AFTER
  }

  private record Case(ShopQuery query, Shop before, Shop after, List<String> told) {
    @Override
    public String toString() {
      return query.sql() + "%ntold %s%nbefore %s%nafter %s".formatted(told, before, after);
    }
  }

  /** What one case's datasets held: texts of groups, and of their rows. */
  private static final class Held {
    private final Map<Side, Map<String, Map<String, Integer>>> groups = new HashMap<>();

    private void add(Side side, String group, String row) {
      groups
          .computeIfAbsent(side, none -> new HashMap<>())
          .computeIfAbsent(group, none -> new TreeMap<>())
          .merge(row, 1, Integer::sum);
    }

    private Map<String, Map<String, Integer>> of(Side side) {
      return groups.getOrDefault(side, Map.of());
    }

    /** Groups that differ and that none of {@code sides} tells. */
    private Set<String> missed(Side... sides) {
      Set<String> differing = new HashSet<>(of(Side.OLD).keySet());
      differing.addAll(of(Side.NEW).keySet());
      differing.removeIf(
          group -> of(Side.OLD).getOrDefault(group, Map.of()).equals(of(Side.NEW).get(group)));
      Stream.of(sides).forEach(side -> differing.removeAll(of(side).keySet()));
      return differing;
    }
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void noOtherGroupChanges(@ForAll long seed) {
    Random random = new Random(seed);
    List<Case> cases = new ArrayList<>();
    List<Dataset<Row>> branches = new ArrayList<>();
    int drawn = 0;
    for (; cases.size() < CASES && drawn < 3 * CASES; drawn++) {
      add(random, cases, branches);
    }
    List<Held> held = new ArrayList<>();
    cases.forEach(one -> held.add(new Held()));
    for (Row row : branches.stream().reduce(Dataset::union).orElseThrow().collectAsList()) {
      held.get(row.getInt(0))
          .add(Side.valueOf(row.getString(1)), row.getString(2), row.getString(3));
    }

    int missedWithoutBefore = 0;
    int spared = 0;
    for (int i = 0; i < cases.size(); i++) {
      assertThat(held.get(i).missed(Side.BY_BEFORE, Side.BY_AFTER))
          .as("seed %d: %s", seed, cases.get(i))
          .isEmpty();
      missedWithoutBefore += held.get(i).missed(Side.BY_AFTER).size();
      Set<String> same = new HashSet<>(held.get(i).of(Side.NEW).keySet());
      same.removeAll(held.get(i).of(Side.BY_BEFORE).keySet());
      same.removeAll(held.get(i).of(Side.BY_AFTER).keySet());
      spared += same.size();
    }
    // Who forgets the images before is found out, and who tells every group too.
    assertThat(missedWithoutBefore).isPositive();
    assertThat(spared).isPositive();
    assertThat(cases.size()).as("of %d queries could be followed", drawn).isGreaterThan(drawn / 2);
  }

  private void add(Random random, List<Case> cases, List<Dataset<Row>> branches) {
    Shop before = Shop.random(random);
    Shop after = before.changed(random);
    ShopQuery query = ShopQuery.random(random);
    Set<String> changed = before.tablesThatDiffer(after);
    Dataset<Row> old = before.rows(query.sql(), spark);
    Dataset<Row> now = after.rows(query.sql(), spark);
    Reach reach = reach(query, inlined(old), changed);
    if (!(reach instanceof Reach.Told told)) {
      return;
    }
    int number = cases.size();
    cases.add(new Case(query, before, after, told.columns()));
    branches.add(tagged(number, Side.OLD, told, old));
    branches.add(tagged(number, Side.NEW, told, now));
    affected(told, inlined(old), before, after, changed)
        .ifPresent(rows -> branches.add(tagged(number, Side.BY_BEFORE, told, rows)));
    affected(told, inlined(now), after, before, changed)
        .ifPresent(rows -> branches.add(tagged(number, Side.BY_AFTER, told, rows)));
  }

  private static Reach reach(ShopQuery query, LogicalPlan plan, Set<String> changed) {
    return Reach.of(plan, query.grain()).entrySet().stream()
        .filter(entry -> changed.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(new Reach.Told(query.grain()), Reach::and);
  }

  private java.util.Optional<Dataset<Row>> affected(
      Reach.Told told, LogicalPlan plan, Shop of, Shop other, Set<String> changed) {
    Map<String, Dataset<Row>> images = new HashMap<>();
    changed.forEach(table -> images.put(table, of.without(table, other, spark)));
    AffectedGroups affected = new AffectedGroups(spark, told.columns());
    affected.add(plan, images);
    return affected.distinct();
  }

  private static LogicalPlan inlined(Dataset<Row> rows) {
    return Reach.inlined(
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed());
  }

  private static Dataset<Row> tagged(int number, Side side, Reach.Told told, Dataset<Row> rows) {
    return rows.select(
        functions.lit(number),
        functions.lit(side.name()),
        text(told.columns().toArray(String[]::new)),
        text(rows.columns()));
  }

  private static Column text(String... columns) {
    return functions
        .struct(Stream.of(columns).map(functions::col).toArray(Column[]::new))
        .cast("string");
  }
}

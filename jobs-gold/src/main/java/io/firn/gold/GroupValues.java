package io.firn.gold;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Values of columns of the grain; a row belongs to them when it has one of them, and NULL is a
 * value like any other.
 *
 * @param values each once
 */
record GroupValues(LocalRows values) {
  /** So many values Iceberg compares with the bounds of a file one by one. */
  private static final int LISTED = 200;

  private static final Set<DataType> BOUNDED =
      Set.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.StringType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  int count() {
    return values.rows().size();
  }

  List<String> columns() {
    return values.columns().stream().map(Attribute::name).toList();
  }

  /**
   * The rows that belong to the values. The bounds of the values stand before the comparison, since
   * Spark takes those down to the tables, where files without any of them are not opened.
   */
  Dataset<Row> of(Dataset<Row> rows) {
    LogicalPlan plan = plan(rows);
    for (int column = 0; column < values.columns().size(); column++) {
      Optional<Expression> bounds = bounds(column, named(plan, columns().get(column)));
      if (bounds.isPresent()) {
        plan = new Filter(bounds.get(), plan);
      }
    }
    return compared(rows, plan, LeftSemi$.MODULE$);
  }

  /** All other rows. */
  Dataset<Row> without(Dataset<Row> rows) {
    return compared(rows, plan(rows), LeftAnti$.MODULE$);
  }

  private Dataset<Row> compared(Dataset<Row> rows, LogicalPlan plan, JoinType type) {
    LocalRelation relation = values.relation();
    Expression same =
        CollectionConverters.asJava(relation.output()).stream()
            .map(value -> (Expression) new EqualNullSafe(named(plan, value.name()), value))
            .reduce(And::new)
            .orElseThrow();
    return Dataset$.MODULE$.ofRows(
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).sparkSession(),
        new Join(plan, relation, type, scala.Option.apply(same), JoinHint.NONE()));
  }

  private static LogicalPlan plan(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan();
  }

  private static Attribute named(LogicalPlan plan, String name) {
    return CollectionConverters.asJava(plan.output()).stream()
        .filter(column -> Reach.lower(column.name()).equals(Reach.lower(name)))
        .findFirst()
        .orElseThrow();
  }

  /** Empty for types whose equality is not that of their bytes, and where a bound says nothing. */
  private Optional<Expression> bounds(int place, Attribute column) {
    DataType type = values.columns().get(place).dataType();
    if (!BOUNDED.contains(type) && !(type instanceof DecimalType)) {
      return Optional.empty();
    }
    Set<Object> distinct = new HashSet<>();
    values.rows().forEach(row -> distinct.add(row.isNullAt(place) ? null : row.get(place, type)));
    List<Literal> present =
        distinct.stream()
            .filter(Objects::nonNull)
            .sorted(GroupValues::compare)
            .map(value -> new Literal(value, type))
            .toList();
    Expression isNull = new IsNull(column);
    if (present.isEmpty()) {
      return Optional.of(isNull);
    }
    Expression within = within(column, present);
    return Optional.of(distinct.contains(null) ? new Or(within, isNull) : within);
  }

  private static Expression within(Attribute column, List<Literal> sorted) {
    if (sorted.size() <= LISTED) {
      return new In(
          column, CollectionConverters.asScala(new ArrayList<Expression>(sorted)).toSeq());
    }
    return new And(
        new GreaterThanOrEqual(column, sorted.get(0)),
        new LessThanOrEqual(column, sorted.get(sorted.size() - 1)));
  }

  @SuppressWarnings("unchecked") // values of one bounded type: numbers, strings or decimals
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}

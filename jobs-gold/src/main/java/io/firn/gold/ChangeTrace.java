package io.firn.gold;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Follows the changed rows of one input through a query.
 *
 * <p>The rows are put in the input's place in the analysed plan, all else stays as it is. What
 * comes out is not the query's result, since aggregates and windows then see the changed rows
 * alone. But every value of a column that depends on a row itself, and on no other row, is right:
 * such a column is <em>told</em>. So the told columns that come out are those of every row of the
 * result that a changed row has a part in, and maybe of some more:
 *
 * <ul>
 *   <li>A projection tells what it computes from told columns; a filter on told columns stays, any
 *       other is left out, which can only make more rows.
 *   <li>For joins see {@link JoinTrace}.
 *   <li>An aggregate tells those columns that it groups by which were told before. A window tells
 *       those that it partitions by and no others: a changed row changes its whole partition.
 *   <li>Of a union, the other branches have no part in it.
 * </ul>
 *
 * <p>This is the derivation that incremental view maintenance makes with counts; since groups are
 * made anew from their inputs, it need not know how they changed, only which.
 */
final class ChangeTrace {
  private final InputUse use;
  private final LogicalPlan rows;
  private int uses;

  /** A query fed with changed rows, and its columns that are right nevertheless. */
  record Traced(LogicalPlan plan, Set<ExprId> told) {
    boolean tells(Expression expression) {
      return CollectionConverters.asJava(expression.references().toSeq()).stream()
          .allMatch(attribute -> told.contains(attribute.exprId()));
    }
  }

  /** Why the changed rows cannot be followed. */
  static final class Lost extends Exception {
    private static final long serialVersionUID = 1L;

    Lost(String reason) {
      super(reason);
    }
  }

  private ChangeTrace(InputUse use, LogicalPlan rows) {
    this.use = use;
    this.rows = rows;
  }

  /**
   * @param query analysed, without common tables
   * @param use the place of an input in it
   * @param rows changed rows, with the attributes that the input has in the query
   * @return queries that together give every row that changed
   */
  static List<Traced> of(LogicalPlan query, InputUse use, LogicalPlan rows) throws Lost {
    return new ChangeTrace(use, rows).trace(query);
  }

  /** Empty when {@code node} does not read the place. */
  private List<Traced> trace(LogicalPlan node) throws Lost {
    if (InputUse.isInput(node)) {
      return uses++ == use.place() ? List.of(new Traced(rows, all(rows))) : List.of();
    }
    requireNoSubqueryOfInput(node);
    List<List<Traced>> children = new ArrayList<>();
    for (LogicalPlan child : CollectionConverters.asJava(node.children())) {
      children.add(trace(child));
    }
    if (children.stream().allMatch(List::isEmpty)) {
      return List.of();
    }
    if (node instanceof Join join) {
      return children.get(0).isEmpty()
          ? JoinTrace.right(join, children.get(1))
          : JoinTrace.left(join, children.get(0));
    }
    if (node instanceof Union union) {
      return union(union, children);
    }
    if (children.size() > 1) {
      // Whatever it is: a row on one side of it may decide about rows of the other.
      throw new Lost("its rows pass through " + node.nodeName());
    }
    List<Traced> traced = new ArrayList<>();
    for (Traced child : children.get(0)) {
      traced.add(unary(node, child));
    }
    return traced;
  }

  private void requireNoSubqueryOfInput(LogicalPlan node) throws Lost {
    for (Expression expression : CollectionConverters.asJava(node.expressions())) {
      if (readsInput(expression)) {
        throw new Lost("it is read in a subquery of an expression");
      }
    }
  }

  private boolean readsInput(Expression expression) {
    boolean here =
        expression instanceof SubqueryExpression subquery
            && InputUse.everywhere(subquery.plan()).contains(use.table());
    return here
        || CollectionConverters.asJava(expression.children()).stream().anyMatch(this::readsInput);
  }

  private static Traced unary(LogicalPlan node, Traced child) throws Lost {
    if (node instanceof Filter filter) {
      return child.tells(filter.condition()) ? on(node, child, child.told()) : child;
    }
    if (node instanceof Project project) {
      return on(node, child, computed(project.projectList(), child));
    }
    if (node instanceof SubqueryAlias
        || node instanceof Sort
        || node instanceof Distinct
        || node instanceof ResolvedHint) {
      return on(node, child, child.told());
    }
    if (node instanceof Aggregate aggregate) {
      return aggregate(aggregate, child);
    }
    if (node instanceof Window window) {
      return window(window, child);
    }
    if (node instanceof Generate generate) {
      return generate(generate, child);
    }
    if (node instanceof Expand expand) {
      return expand(expand, child);
    }
    throw new Lost("its rows pass through " + node.nodeName() + ", which sees all rows at once");
  }

  private static Traced generate(Generate generate, Traced child) throws Lost {
    Expression generator = (Expression) generate.generator();
    if (!isComputedFrom(generator, child)) {
      throw new Lost("it goes into " + generator.prettyName() + "() of computed values");
    }
    Set<ExprId> told = new HashSet<>(child.told());
    CollectionConverters.asJava(generate.generatorOutput())
        .forEach(attribute -> told.add(attribute.exprId()));
    return on(generate, child, told);
  }

  private static Set<ExprId> computed(
      scala.collection.immutable.Seq<NamedExpression> expressions, Traced child) {
    return CollectionConverters.asJava(expressions).stream()
        .filter(named -> isComputedFrom((Expression) named, child))
        .map(NamedExpression::exprId)
        .collect(Collectors.toSet());
  }

  private static boolean isComputedFrom(Expression expression, Traced child) {
    return child.tells(expression)
        && expression.deterministic()
        && !SubqueryExpression.hasSubquery(expression);
  }

  /** What rows are grouped by and what they do not tell may be wrong here; it is not told then. */
  private static Traced aggregate(Aggregate aggregate, Traced child) throws Lost {
    List<Expression> grouping = CollectionConverters.asJava(aggregate.groupingExpressions());
    List<Expression> kept =
        grouping.stream().filter(expression -> isComputedFrom(expression, child)).toList();
    if (kept.isEmpty() && !grouping.isEmpty()) {
      throw new Lost("it is grouped by " + grouping.get(0).sql() + ", which its rows do not tell");
    }
    Set<ExprId> told =
        CollectionConverters.asJava(aggregate.aggregateExpressions()).stream()
            .filter(named -> isOfGroup(value(named), kept))
            .map(NamedExpression::exprId)
            .collect(Collectors.toSet());
    return on(aggregate, child, told);
  }

  private static Expression value(NamedExpression named) {
    return named instanceof Alias alias ? alias.child() : (Expression) named;
  }

  /** Whether a value is the same for all rows of a group by what it is computed from. */
  private static boolean isOfGroup(Expression expression, List<Expression> grouping) {
    if (grouping.stream().anyMatch(expression::semanticEquals) || expression instanceof Literal) {
      return true;
    }
    return !(expression instanceof AggregateExpression)
        && !(expression instanceof Attribute)
        && !SubqueryExpression.hasSubquery(expression)
        && expression.deterministic()
        && !expression.children().isEmpty()
        && CollectionConverters.asJava(expression.children()).stream()
            .allMatch(part -> isOfGroup(part, grouping));
  }

  private static Traced window(Window window, Traced child) throws Lost {
    Set<ExprId> told =
        CollectionConverters.asJava(window.partitionSpec()).stream()
            .filter(AttributeReference.class::isInstance)
            .map(attribute -> ((AttributeReference) attribute).exprId())
            .filter(child.told()::contains)
            .collect(Collectors.toSet());
    if (told.isEmpty()) {
      throw new Lost("a window sees its rows that is not partitioned by columns which they tell");
    }
    return on(window, child, told);
  }

  private static Traced expand(Expand expand, Traced child) {
    List<Attribute> output = CollectionConverters.asJava(expand.output());
    Set<ExprId> told = new HashSet<>();
    for (int column = 0; column < output.size(); column++) {
      int place = column;
      if (CollectionConverters.asJava(expand.projections()).stream()
          .allMatch(projection -> isComputedFrom(projection.apply(place), child))) {
        told.add(output.get(column).exprId());
      }
    }
    return on(expand, child, told);
  }

  private static List<Traced> union(Union union, List<List<Traced>> branches) {
    List<Attribute> output = CollectionConverters.asJava(union.output());
    List<Traced> traced = new ArrayList<>();
    for (List<Traced> branch : branches) {
      for (Traced one : branch) {
        List<Attribute> columns = CollectionConverters.asJava(one.plan().output());
        List<NamedExpression> named = new ArrayList<>();
        Set<ExprId> told = new HashSet<>();
        for (int place = 0; place < output.size(); place++) {
          named.add(FreshColumns.as(columns.get(place), output.get(place)));
          if (one.told().contains(columns.get(place).exprId())) {
            told.add(output.get(place).exprId());
          }
        }
        traced.add(
            new Traced(new Project(CollectionConverters.asScala(named).toSeq(), one.plan()), told));
      }
    }
    return traced;
  }

  private static Traced on(LogicalPlan node, Traced child, Set<ExprId> told) {
    return new Traced(
        node.withNewChildren(CollectionConverters.asScala(List.of(child.plan())).toSeq()), told);
  }

  static Set<ExprId> all(LogicalPlan plan) {
    return CollectionConverters.asJava(plan.output()).stream()
        .map(Attribute::exprId)
        .collect(Collectors.toSet());
  }
}

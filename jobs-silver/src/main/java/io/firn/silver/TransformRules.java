package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.quality.Impurity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Tail;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a silver transform may be: projections and filters over the table's own row, which keep the
 * key. Read from the analysed plan, with its WITH clauses put in place.
 *
 * <p>Only operators that are known to make of each row itself, or nothing, are let through: what
 * Spark may add some day is refused until somebody has thought about it.
 */
final class TransformRules {
  static final String ANOTHER_TABLE = "a table that is not its own";

  private static final String OTHER_ROWS = "needs other rows: that belongs in gold";
  private static final String MORE_ROWS = "makes more rows of one: see 'explode'";

  private final LogicalPlan input;
  private final Map<ExprId, Attribute> own = new HashMap<>();
  private final Set<String> computed = new HashSet<>();
  private final List<Impurity> found = new ArrayList<>();

  /**
   * @param input the rows that the transform was given
   */
  TransformRules(LogicalPlan input) {
    this.input = input;
    CollectionConverters.asJava(input.output()).forEach(column -> own.put(column.exprId(), column));
  }

  /** What in {@code plan} is no projection or filter of the row. */
  List<Impurity> check(LogicalPlan plan) {
    visit(plan);
    return List.copyOf(found);
  }

  /** Columns of the input from which the transform computes something; known after the check. */
  Set<String> computedFrom() {
    return Set.copyOf(computed);
  }

  private void visit(LogicalPlan plan) {
    if (plan.output().equals(input.output()) && plan.children().isEmpty()) {
      return;
    }
    operator(plan).ifPresent(reason -> found.add(Impurity.at(plan.origin(), text(plan), reason)));
    CollectionConverters.asJava(plan.expressions()).forEach(this::visit);
    CollectionConverters.asJava(plan.children()).forEach(this::visit);
    if (plan instanceof Project project) {
      CollectionConverters.asJava(project.projectList()).forEach(this::follow);
    } else if (plan instanceof Filter filter) {
      compute(filter.condition());
    }
  }

  private static Optional<String> operator(LogicalPlan plan) {
    if (plan instanceof Project || plan instanceof Filter || plan instanceof SubqueryAlias) {
      return Optional.empty();
    }
    if (plan instanceof Generate) {
      return Optional.of(MORE_ROWS);
    }
    return Optional.of(plan.children().isEmpty() ? ANOTHER_TABLE : OTHER_ROWS);
  }

  private static String text(LogicalPlan plan) {
    if (plan instanceof Aggregate) {
      return "GROUP BY or an aggregate";
    }
    if (plan instanceof Window) {
      return "a window function";
    }
    if (plan instanceof Join) {
      return "JOIN";
    }
    if (plan instanceof Distinct || plan instanceof Deduplicate) {
      return "DISTINCT";
    }
    if (plan instanceof GlobalLimit || plan instanceof LocalLimit || plan instanceof Tail) {
      return "LIMIT";
    }
    if (plan instanceof Offset) {
      return "OFFSET";
    }
    if (plan instanceof Sort) {
      return "ORDER BY";
    }
    if (plan instanceof Union || plan instanceof SetOperation) {
      return plan.nodeName().toUpperCase(Locale.ROOT);
    }
    return plan instanceof Generate generate
        ? ((Expression) generate.generator()).sql()
        : plan.nodeName();
  }

  private void visit(Expression expression) {
    if (expression instanceof SubqueryExpression) {
      found.add(Impurity.at(expression.origin(), "a subquery", OTHER_ROWS));
    }
    CollectionConverters.asJava(expression.children()).forEach(this::visit);
  }

  /** A column under another name is still that column. */
  private void follow(NamedExpression column) {
    if (column instanceof Alias alias && alias.child() instanceof Attribute source) {
      if (own.containsKey(source.exprId())) {
        own.put(alias.exprId(), own.get(source.exprId()));
      }
    } else if (!(column instanceof Attribute)) {
      compute((Expression) column);
    }
  }

  private void compute(Expression expression) {
    CollectionConverters.asJava(expression.references().toSeq())
        .forEach(
            column -> {
              if (own.containsKey(column.exprId())) {
                computed.add(own.get(column.exprId()).name());
              }
            });
  }

  /** Columns that must come through as they are and do not; asked after the check. */
  List<Impurity> changed(SilverTable table, LogicalPlan plan) {
    List<Impurity> changed = new ArrayList<>();
    for (String column : kept(table)) {
      Optional<Attribute> result =
          CollectionConverters.asJava(plan.output()).stream()
              .filter(candidate -> candidate.name().equals(column))
              .findFirst();
      boolean same =
          result
              .map(Attribute::exprId)
              .map(own::get)
              .filter(source -> source.name().equals(column))
              .isPresent();
      if (!same) {
        String reason = result.isPresent() ? "not the column itself" : "left out";
        changed.add(Impurity.of(column, reason));
      }
    }
    return changed;
  }

  /** The key says which row it is, the tenant whose truncates it follows. */
  private List<String> kept(SilverTable table) {
    List<String> kept = new ArrayList<>(table.key());
    boolean tenants =
        CollectionConverters.asJava(input.output()).stream()
            .anyMatch(column -> Columns.isTenant(column.name()));
    if (tenants && !kept.contains(SilverTable.TENANT)) {
      kept.add(SilverTable.TENANT);
    }
    return kept;
  }
}

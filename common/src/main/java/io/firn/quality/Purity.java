package io.firn.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.AesEncrypt;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CurrentCatalog;
import org.apache.spark.sql.catalyst.expressions.CurrentDatabase;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTime;
import org.apache.spark.sql.catalyst.expressions.CurrentTimeZone;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.CurrentUser;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InputFileBlockLength;
import org.apache.spark.sql.catalyst.expressions.InputFileBlockStart;
import org.apache.spark.sql.catalyst.expressions.InputFileName;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.SparkVersion;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.TryReflect;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.VariableReference;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CompoundPlanStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ObjectConsumer;
import org.apache.spark.sql.catalyst.plans.logical.ObjectProducer;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.TypedFilter;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds in a query's plan whatever makes its result depend on more than the rows it reads: a clock,
 * chance, the session, the world outside. With any of it today's rebuild would be another table
 * than yesterday's.
 *
 * <p>The analysed plan is asked and not the text, since it has every name resolved to what it is:
 * {@code now()}, {@code current_timestamp} and {@code unix_timestamp()} are one expression there.
 * One thing it does not show, see {@link SpecialTimes}.
 */
public final class Purity {
  static final String CLOCK = "a clock";
  private static final String CHANCE = "chance";
  private static final String SESSION = "the session";
  private static final String OUTSIDE = "something outside of its rows";

  private final Set<String> deterministic;
  private final List<Impurity> impure = new ArrayList<>();

  private Purity(Set<String> deterministic) {
    this.deterministic = deterministic;
  }

  /**
   * What is impure in an analysed plan and in the queries inside of it.
   *
   * @param deterministic names of user-defined functions that somebody answers for. Spark takes
   *     every function for deterministic until it is told otherwise, so its word is no declaration
   */
  public static List<Impurity> of(LogicalPlan analyzed, Set<String> deterministic) {
    Purity purity = new Purity(deterministic);
    purity.visit(analyzed);
    return purity.impure.stream().distinct().toList();
  }

  /**
   * What is impure in a query's text before it is analysed. A statement that is no query must not
   * come further: Spark carries it out as soon as it makes a dataset of it.
   */
  public static List<Impurity> of(String sql, LogicalPlan parsed) {
    List<Impurity> found = new ArrayList<>(SpecialTimes.in(sql));
    if (isStatement(parsed)) {
      found.add(Impurity.at(parsed.origin(), parsed.nodeName(), "a statement, not a query"));
    }
    return found;
  }

  private static boolean isStatement(LogicalPlan plan) {
    return plan instanceof Command
        || plan instanceof ParsedStatement
        || plan instanceof CompoundPlanStatement;
  }

  private void visit(LogicalPlan plan) {
    operator(plan)
        .ifPresent(reason -> impure.add(Impurity.at(plan.origin(), plan.nodeName(), reason)));
    CollectionConverters.asJava(plan.expressions()).forEach(this::visit);
    CollectionConverters.asJava(plan.children()).forEach(this::visit);
  }

  private static Optional<String> operator(LogicalPlan plan) {
    if (isStatement(plan)) {
      return Optional.of("a statement, not a query");
    }
    if (plan instanceof Sample) {
      return Optional.of(CHANCE);
    }
    boolean code =
        plan instanceof ObjectConsumer
            || plan instanceof ObjectProducer
            || plan instanceof TypedFilter
            || plan instanceof ScriptTransformation;
    return code ? Optional.of("code that no plan shows") : Optional.empty();
  }

  private void visit(Expression expression) {
    reason(expression)
        .ifPresent(
            reason -> impure.add(Impurity.at(expression.origin(), expression.sql(), reason)));
    if (expression instanceof SubqueryExpression subquery) {
      visit(subquery.plan());
    }
    children(expression).forEach(this::visit);
  }

  /** With what Spark puts in the place of a function that it has only a name for. */
  private static Stream<Expression> children(Expression expression) {
    Stream<Expression> children = CollectionConverters.asJava(expression.children()).stream();
    return expression instanceof RuntimeReplaceable named
        ? Stream.concat(children, Stream.of(named.replacement()))
        : children;
  }

  private Optional<String> reason(Expression expression) {
    if (isClock(expression)) {
      return Optional.of(CLOCK);
    }
    if (isSession(expression)) {
      return Optional.of(SESSION);
    }
    if (isOutside(expression)) {
      return Optional.of(OUTSIDE);
    }
    if (isUnknown(expression)) {
      return Optional.of("a function of which nobody says that it is deterministic");
    }
    boolean leafOfChance = !expression.deterministic() && childrenDeterministic(expression);
    return leafOfChance || isSalted(expression) ? Optional.of(CHANCE) : Optional.empty();
  }

  private static boolean isClock(Expression expression) {
    return expression instanceof CurrentTimestampLike
        || expression instanceof CurrentDate
        || expression instanceof CurrentTime
        || expression instanceof LocalTimestamp
        || expression instanceof Cast cast && isSpecialTime(cast);
  }

  /** Texts that are no literal are not computed here; as constants they are of no use. */
  private static boolean isSpecialTime(Cast cast) {
    boolean toTime =
        cast.dataType() instanceof DateType
            || cast.dataType() instanceof TimestampType
            || cast.dataType() instanceof TimestampNTZType;
    if (!toTime || !(cast.child().dataType() instanceof StringType) || !cast.child().foldable()) {
      return false;
    }
    return cast.child() instanceof Literal literal
        ? literal.value() != null && SpecialTimes.is(literal.value().toString())
        : true;
  }

  private static boolean isSession(Expression expression) {
    return expression instanceof CurrentUser
        || expression instanceof CurrentDatabase
        || expression instanceof CurrentCatalog
        || expression instanceof CurrentTimeZone
        || expression instanceof SparkVersion
        || expression instanceof VariableReference;
  }

  private static boolean isOutside(Expression expression) {
    return expression instanceof InputFileName
        || expression instanceof InputFileBlockStart
        || expression instanceof InputFileBlockLength
        || expression instanceof CallMethodViaReflection
        || expression instanceof TryReflect;
  }

  /** A catalog's own function says of itself whether it is deterministic. */
  private boolean isUnknown(Expression expression) {
    return expression instanceof UserDefinedExpression named
        && !deterministic.contains(named.name())
        && !(expression instanceof ApplyFunctionExpression && expression.deterministic());
  }

  /** Without an initialisation vector of its own a random one is made. */
  private static boolean isSalted(Expression expression) {
    return expression instanceof AesEncrypt encrypt && isEmptyText(encrypt.iv());
  }

  private static boolean isEmptyText(Expression expression) {
    return expression instanceof Cast cast
        ? isEmptyText(cast.child())
        : expression instanceof Literal literal
            && (literal.value() == null || literal.value().toString().isEmpty());
  }

  private static boolean childrenDeterministic(Expression expression) {
    return CollectionConverters.asJava(expression.children()).stream()
        .allMatch(Expression::deterministic);
  }
}

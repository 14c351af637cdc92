package io.firn.quality;

import io.firn.config.Expectation;
import io.firn.config.Expectation.Accepted;
import io.firn.config.Expectation.Check;
import io.firn.config.Expectation.Fresh;
import io.firn.config.Expectation.NotNull;
import io.firn.config.Expectation.References;
import io.firn.config.Expectation.Unique;
import io.firn.config.Expectations;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Suggestion;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Whether expectations can be asked of a table with certain columns; nothing is computed.
 *
 * <p>A condition is one of a row alone: the same for the same row, whenever, wherever and beside
 * which rows it is asked. Otherwise what is kept out of a table would not follow from its inputs.
 */
public final class FittingRules {
  private final SparkSession spark;
  private final StructType columns;
  private final List<String> problems = new ArrayList<>();

  private FittingRules(SparkSession spark, StructType columns) {
    this.spark = spark;
    this.columns = columns;
  }

  /**
   * Refuses expectations that do not fit, all at once.
   *
   * @param columns of the rows that are to be looked at
   * @throws FirnException CONFIG with each that does not fit and why
   */
  public static void require(
      UnitName unit, Expectations expectations, StructType columns, SparkSession spark) {
    FittingRules rules = new FittingRules(spark, columns);
    expectations.all().forEach(rules::check);
    if (!rules.problems.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "What is expected of " + unit + " does not fit its columns",
              "firn." + unit.layer().id() + "." + unit.table() + ".expect",
              "expectations over " + List.of(columns.fieldNames()),
              String.join("; ", rules.problems),
              "Correct them in the pipeline file, or what makes the columns."));
    }
  }

  private void check(Expectation expected) {
    Expectation.Rule rule = expected.rule();
    if (rule instanceof Check check) {
      condition(check.condition()).ifPresent(wrong -> problem(expected, wrong));
    }
    if (rule instanceof Fresh fresh) {
      type(fresh.column())
          .filter(type -> !isTime(type))
          .ifPresent(
              type ->
                  problem(
                      expected,
                      "'" + fresh.column() + "' is a " + type.simpleString() + ", no time"));
    }
    for (String name : used(rule)) {
      if (type(name).isEmpty()) {
        List<String> known = List.of(columns.fieldNames());
        problem(expected, "there is no column '" + name + "'" + Suggestion.hint(name, known));
      }
    }
  }

  private static List<String> used(Expectation.Rule rule) {
    if (rule instanceof NotNull notNull) {
      return notNull.columns();
    }
    if (rule instanceof Unique unique) {
      return unique.columns();
    }
    if (rule instanceof References references) {
      return references.columns();
    }
    if (rule instanceof Accepted accepted) {
      return List.of(accepted.column());
    }
    return rule instanceof Fresh fresh ? List.of(fresh.column()) : List.of();
  }

  private void problem(Expectation expected, String found) {
    problems.add(expected.name() + ": " + found);
  }

  private Optional<DataType> type(String name) {
    for (StructField field : columns.fields()) {
      if (field.name().equals(name)) {
        return Optional.of(field.dataType());
      }
    }
    return Optional.empty();
  }

  private static boolean isTime(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** What is wrong with a condition, asked of no rows at all. */
  private Optional<String> condition(String sql) {
    try {
      // Parsed by itself first: put into a query, "a) as x, (b" would be two columns.
      Expression parsed = parser().sessionState().sqlParser().parseExpression(sql);
      if (asksMore(parsed)) {
        return Optional.of("'" + sql + "' asks more than one row");
      }
      String query = "select (" + sql + "\n) as holds";
      LogicalPlan asWritten = parser().sessionState().sqlParser().parsePlan(query);
      List<Impurity> impure = new ArrayList<>(Purity.of(sql, asWritten));
      Dataset<Row> asked =
          spark.createDataFrame(List.of(), columns).selectExpr("(" + sql + "\n) as holds");
      LogicalPlan analyzed =
          ((org.apache.spark.sql.classic.Dataset<Row>) asked).queryExecution().analyzed();
      impure.addAll(Purity.of(analyzed, Set.of()));
      return wrong(sql, analyzed, impure, asked.schema().fields()[0].dataType());
    } catch (Exception thrown) {
      // Spark declares no checked exceptions and throws AnalysisException, which is one.
      if (thrown instanceof AnalysisException analysis) {
        return Optional.of("'" + sql + "': " + analysis.getMessage());
      }
      throw (RuntimeException) thrown;
    }
  }

  private static Optional<String> wrong(
      String sql, LogicalPlan analyzed, List<Impurity> impure, DataType type) {
    boolean ofRow = analyzed instanceof Project project && project.child() instanceof LocalRelation;
    if (!ofRow) {
      return Optional.of("'" + sql + "' asks more than one row");
    }
    if (!impure.isEmpty()) {
      String found = impure.stream().map(Impurity::toString).collect(Collectors.joining(", "));
      return Optional.of("'" + sql + "' depends on more than the row: " + found);
    }
    return type instanceof BooleanType
        ? Optional.empty()
        : Optional.of("'" + sql + "' is a " + type.simpleString() + ", not true or false");
  }

  private org.apache.spark.sql.classic.SparkSession parser() {
    return (org.apache.spark.sql.classic.SparkSession) spark;
  }

  private static boolean asksMore(Expression expression) {
    return expression instanceof SubqueryExpression
        || CollectionConverters.asJava(expression.children()).stream()
            .anyMatch(FittingRules::asksMore);
  }
}

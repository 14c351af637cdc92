package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.quality.Impurity;
import io.firn.quality.NamedTables;
import io.firn.quality.Purity;
import io.firn.run.JobContext;
import io.firn.transform.RowTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.CommandExecutionMode$;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table's transform as Spark understands it over the columns that the source has now, found to be
 * a pure function of one row.
 *
 * @param input the empty rows that it was given
 * @param plan of projections and filters over {@code input}, nothing else
 * @param computedFrom columns that it computes others from, or that decide about the row
 */
record TransformPlan(LogicalPlan input, LogicalPlan plan, Set<String> computedFrom) {
  /** What a query calls the rows, beside the table's own name. */
  private static final String INPUT = "input";

  private static final String RESERVED = "__";

  /** Of all tables: later ones are not read everywhere. */
  private static final int FORMAT = 2;

  /**
   * @param typed the columns of rows before the transform
   * @throws FirnException CONFIG when it is not what a transform may be, with each reason
   */
  static TransformPlan of(SilverTable table, Schema typed, JobContext context) {
    return of(table, typed, (SparkSession) context.spark().get());
  }

  /** The same in a session that knows no table. */
  static TransformPlan of(SilverTable table, Schema typed, SparkSession spark) {
    Transform transform = table.rules().transform().orElseThrow();
    org.apache.spark.sql.classic.Dataset<Row> rows =
        spark.createDataFrame(List.of(), visible(table, typed));
    LogicalPlan input = rows.queryExecution().analyzed();
    try {
      LogicalPlan analyzed;
      Set<String> deterministic = Set.of();
      if (transform instanceof Transform.Sql sql) {
        analyzed = analyzed(table, sql, input, spark);
      } else {
        RowTransform code = TransformCode.instance(table, (Transform.JavaClass) transform);
        deterministic = code.deterministicFunctions();
        analyzed = analyzed(code.apply(rows));
      }
      return checked(table, transform, input, analyzed, deterministic);
    } catch (FirnException told) {
      throw told;
    } catch (Exception thrown) {
      // Spark declares no checked exceptions and throws AnalysisException, which is one; a class of
      // somebody's own may throw anything.
      if (thrown instanceof AnalysisException || transform instanceof Transform.JavaClass) {
        throw broken(table, transform, typed, thrown);
      }
      throw (RuntimeException) thrown;
    }
  }

  private static StructType visible(SilverTable table, Schema typed) {
    StructType visible = new StructType();
    for (StructField field : SparkSchemaUtil.convert(typed).fields()) {
      if (Columns.isData(table, field.name())) {
        visible = visible.add(field.name(), field.dataType(), true);
      }
    }
    return visible;
  }

  private static LogicalPlan analyzed(
      SilverTable table, Transform.Sql sql, LogicalPlan input, SparkSession spark)
      throws Exception {
    LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(sql.text());
    refuse(table, sql, Purity.of(sql.text(), parsed));
    LogicalPlan named = NamedTables.in(parsed, name -> own(table, sql, name, input));
    return spark.sessionState().executePlan(named, CommandExecutionMode$.MODULE$.SKIP()).analyzed();
  }

  private static LogicalPlan analyzed(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
  }

  private static LogicalPlan own(
      SilverTable table, Transform.Sql sql, List<String> name, LogicalPlan input) {
    String asked = String.join(".", name);
    if (!asked.equals(INPUT) && !asked.equals(table.unit().tableName().toString())) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "The transform of " + table.unit() + " reads another table",
              sql.place(),
              "'" + INPUT + "' or '" + table.unit().tableName() + "', its own rows",
              "'" + asked + "'",
              "What needs other tables belongs in gold."));
    }
    return input;
  }

  private static TransformPlan checked(
      SilverTable table,
      Transform transform,
      LogicalPlan input,
      LogicalPlan analyzed,
      Set<String> deterministic) {
    refuse(table, transform, Purity.of(analyzed, deterministic));
    LogicalPlan plan = new InlineCTE(true, false).apply(analyzed);
    TransformRules rules = new TransformRules(input);
    refuse(table, transform, rules.check(plan));
    List<Impurity> changed = new ArrayList<>(rules.changed(table, plan));
    if (!changed.isEmpty()) {
      throw refusal(
          table,
          transform,
          "the key's columns, and tenant, as they are",
          changed,
          "Select them unchanged; what is computed from them may be a column of another name.");
    }
    requireColumns(table, transform, plan.schema());
    return new TransformPlan(input, plan, rules.computedFrom());
  }

  private static void requireColumns(SilverTable table, Transform transform, StructType columns) {
    Set<String> folded = new TreeSet<>();
    List<Impurity> wrong = new ArrayList<>();
    for (StructField column : columns.fields()) {
      if (!folded.add(column.name().toLowerCase(Locale.ROOT))) {
        wrong.add(Impurity.of(column.name(), "there twice; case does not tell names apart"));
      }
      if (column.name().startsWith(RESERVED)) {
        wrong.add(Impurity.of(column.name(), "a name that is Firn's own"));
      }
      try {
        Schema.checkCompatibility(
            SparkSchemaUtil.convert(new StructType(new StructField[] {column})), FORMAT);
      } catch (UnsupportedOperationException | IllegalStateException unknown) {
        wrong.add(
            Impurity.of(
                column.name(), "a " + column.dataType().sql() + ", which no table can keep"));
      }
    }
    if (!wrong.isEmpty()) {
      throw refusal(
          table,
          transform,
          "columns of different names that do not begin with " + RESERVED,
          wrong,
          "Name them with AS, and cast what has no type.");
    }
  }

  private static void refuse(SilverTable table, Transform transform, List<Impurity> found) {
    if (!found.isEmpty()) {
      throw refusal(
          table,
          transform,
          "projections and filters whose result is the same whenever and wherever they run",
          found,
          "What needs other rows or tables belongs in gold; one row for each element of a list"
              + " is a table of its own with 'explode'; a moment or a mark comes from a column of"
              + " the source.");
    }
  }

  private static FirnException refusal(
      SilverTable table, Transform transform, String expected, List<Impurity> found, String next) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The transform of " + table.unit() + " is no function of one row alone",
            transform.place(),
            expected,
            found.stream().map(Impurity::toString).collect(Collectors.joining(", ")),
            next));
  }

  private static FirnException broken(
      SilverTable table, Transform transform, Schema typed, Exception thrown) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The transform of " + table.unit() + " does not fit its rows",
            transform.place(),
            "columns "
                + Stream.of(visible(table, typed).fieldNames()).collect(Collectors.joining(", "))
                + " of "
                + INPUT,
            thrown.getMessage() == null ? thrown.toString() : thrown.getMessage(),
            "Correct it; nothing was written."),
        thrown);
  }

  /** The columns that it makes, in their order. */
  StructType columns() {
    return plan.schema();
  }
}

package io.firn.run.trial;

import io.firn.config.Pipeline;
import io.firn.model.Causes;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Suggestion;
import io.firn.model.TableName;
import io.firn.run.TrialSession;
import io.firn.run.trial.RowDifference.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Carries tests out, one after the other, in one small session. */
public final class TrialRun implements AutoCloseable {
  private final Pipeline pipeline;
  private final Map<Layer, Trial> trials = new EnumMap<>(Layer.class);
  private final Clock clock;
  private final TrialSession session;

  /** Starts no Spark before the first test. */
  public TrialRun(Pipeline pipeline, List<Trial> trials, Clock clock) {
    this.pipeline = pipeline;
    trials.forEach(trial -> this.trials.put(trial.layer(), trial));
    this.clock = clock;
    this.session = new TrialSession(pipeline);
  }

  /** How {@code test} ends; what is wrong with the test or its query is a result, too. */
  public TrialResult of(TrialCase test) {
    session.get(); // its start is not the test's time
    Instant began = clock.instant();
    try {
      RowDifference difference = difference(test);
      return result(test, Optional.of(difference), Optional.empty(), began);
    } catch (FirnException told) {
      return result(test, Optional.empty(), Optional.of(told.failure()), began);
    } catch (RuntimeException thrown) {
      return result(test, Optional.empty(), Optional.of(failed(test, thrown)), began);
    }
  }

  private TrialResult result(
      TrialCase test,
      Optional<RowDifference> difference,
      Optional<Failure> failure,
      Instant began) {
    return new TrialResult(test, difference, failure, Duration.between(began, clock.instant()));
  }

  /** A query that stops on the given rows is the query's failure; anything else is ours. */
  private static Failure failed(TrialCase test, RuntimeException thrown) {
    Throwable stopped =
        Causes.of(thrown).stream()
            .filter(SparkThrowable.class::isInstance)
            .findFirst()
            .orElseThrow(() -> thrown);
    return new Failure(
        ErrorKind.EXPECTATION,
        "The query of " + test.unit() + " stopped on the rows of a test",
        test.place(),
        "rows",
        stopped.getMessage(),
        "Correct the query, or give it rows that can occur.");
  }

  private RowDifference difference(TrialCase test) {
    Trial trial = trial(test);
    Map<TableName, KnownColumns> inputs = trial.inputs(test.unit(), pipeline);
    if (inputs.isEmpty()) {
      throw broken(
          test.place(),
          test.unit() + " has no query or transform that a test could try",
          "a gold table, or a silver table with 'transform'",
          test.unit().toString());
    }
    Map<TableName, GivenColumns> given = given(test, inputs);
    Map<TableName, Dataset<Row>> rows = new TreeMap<>(TrialRun::byName);
    given.forEach(
        (table, columns) ->
            rows.put(table, session.get().createDataFrame(columns.rows(), columns.columns())));
    Dataset<Row> made = trial.rows(test.unit(), pipeline, rows, session.get());
    return compare(test, made, trial.identity(test.unit(), pipeline));
  }

  private static int byName(TableName one, TableName other) {
    return one.toString().compareTo(other.toString());
  }

  private Trial trial(TrialCase test) {
    Trial trial = trials.get(test.unit().layer());
    if (trial == null) {
      throw broken(
          test.place(),
          test.unit() + " has no query that a test could try",
          "a unit of " + trials.keySet(),
          test.unit().toString());
    }
    return trial;
  }

  private static Map<TableName, GivenColumns> given(
      TrialCase test, Map<TableName, KnownColumns> inputs) {
    Map<TableName, GivenColumns> given = new TreeMap<>(TrialRun::byName);
    for (GivenTable table : test.given()) {
      KnownColumns known = inputs.get(table.table());
      if (known == null) {
        throw unknown(test, table, inputs.keySet());
      }
      given.put(table.table(), GivenColumns.of(table, known));
    }
    Set<String> left = new TreeSet<>();
    inputs.keySet().stream()
        .filter(table -> !given.containsKey(table))
        .forEach(table -> left.add(table.toString()));
    if (!left.isEmpty()) {
      throw broken(
          test.place(),
          "A test of " + test.unit() + " leaves out what its query reads",
          "rows of " + texts(inputs.keySet()) + " under 'given'; [] for none",
          "nothing of " + left);
    }
    return given;
  }

  private static FirnException unknown(TrialCase test, GivenTable table, Set<TableName> inputs) {
    String name = table.table().toString();
    return broken(
        table.place(),
        "A test of " + test.unit() + " gives rows of a table that its query does not read",
        "tables " + texts(inputs),
        "'" + name + "'" + Suggestion.hint(name, texts(inputs)));
  }

  private static List<String> texts(Set<TableName> tables) {
    return tables.stream().map(TableName::toString).sorted().toList();
  }

  private static RowDifference compare(TrialCase test, Dataset<Row> made, List<String> identity) {
    StructType type = made.schema();
    List<String> have = List.of(type.fieldNames());
    Set<String> named = new LinkedHashSet<>();
    for (GivenRow row : test.expect().rows()) {
      row.values().keySet().forEach(column -> requireMade(test, row, column, have));
      named.addAll(row.values().keySet());
    }
    // No row is expected: whatever comes is told with all that is in it.
    List<String> compared = named.isEmpty() ? have : have.stream().filter(named::contains).toList();
    return RowDifference.between(
        compared,
        have.containsAll(identity) ? identity : List.of(),
        expected(test, compared, type),
        found(made),
        test.expect().ordered());
  }

  private static void requireMade(
      TrialCase test, GivenRow row, String column, List<String> columns) {
    if (!columns.contains(column)) {
      throw broken(
          row.place(),
          "A test expects a column that " + test.unit() + " does not make",
          "columns " + String.join(", ", columns),
          "'" + column + "'" + Suggestion.hint(column, columns));
    }
  }

  /** A value that its column cannot have is one that never comes. */
  private static Rows expected(TrialCase test, List<String> columns, StructType type) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (GivenRow given : test.expect().rows()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (String column : columns) {
        Object value = given.values().get(column);
        try {
          row.put(column, FoundValue.of(Cells.of(value, type.apply(column).dataType())));
        } catch (DoesNotFit never) {
          row.put(column, new Never(value + " (" + never.getMessage() + ")"));
        }
      }
      rows.add(row);
    }
    return new Rows(rows);
  }

  private record Never(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Rows found(Dataset<Row> made) {
    String[] columns = made.columns();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : made.collectAsList()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        values.put(columns[i], FoundValue.of(row.get(i)));
      }
      rows.add(values);
    }
    return new Rows(rows);
  }

  private static FirnException broken(String place, String what, String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            what,
            place,
            expected,
            found,
            "Correct the test; 'firn test --help' shows one."));
  }

  /** Ends the session, when one was started. */
  @Override
  public void close() {
    session.close();
  }
}

package io.firn.gold;

import io.firn.config.GoldTable;
import io.firn.config.Refresh;
import io.firn.gold.Reach.Anywhere;
import io.firn.gold.Reach.Told;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.PlanSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * How changes of its inputs reach the grain of a gold table.
 *
 * @param incremental whether the pipeline asks for a refresh from changes
 * @param inputs each input, in the order of its name
 * @param next what a run would do now
 */
public record GoldExplanation(
    UnitName unit, List<String> grain, boolean incremental, List<Input> inputs, PlanSummary next) {
  public GoldExplanation {
    grain = List.copyOf(grain);
    inputs = List.copyOf(inputs);
  }

  /**
   * One input.
   *
   * @param reaches columns of the grain that a changed row tells: groups with other values of them
   *     stay as they are; empty when any group may change
   * @param reason why any group may change
   * @param paths what its rows go through, for each place at which the query reads it
   */
  public record Input(
      String table, List<String> reaches, Optional<String> reason, List<List<String>> paths) {
    public Input {
      reaches = List.copyOf(reaches);
      paths = List.copyOf(paths);
    }
  }

  /**
   * Analyses the query over the inputs as they are now; reads no rows.
   *
   * @throws FirnException CONFIG when an input does not exist yet, or the query is not right
   */
  public static GoldExplanation of(GoldTable table, JobContext context) {
    GoldPlan plan = GoldPlanner.plan(table, context);
    GoldProgress cut = plan.next().orElseThrow(() -> noInput(table, plan));
    Dataset<Row> rows = GoldQuery.rows(table, cut.inputs(), context);
    LogicalPlan query =
        Reach.inlined(
            ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed());
    Map<String, Reach> reaches = Reach.of(query, table.grain());
    List<Input> inputs = new ArrayList<>();
    for (String name : cut.inputs().keySet()) {
      inputs.add(input(name, reaches.get(name), query));
    }
    return new GoldExplanation(
        table.unit(),
        table.grain(),
        table.refresh() == Refresh.INCREMENTAL,
        inputs,
        plan.summary());
  }

  private static Input input(String name, Reach reach, LogicalPlan query) {
    List<List<String>> paths =
        InputUse.in(query).stream()
            .filter(use -> use.table().equals(name))
            .map(use -> InputPath.of(query, use))
            .toList();
    if (reach instanceof Told told) {
      return new Input(name, told.columns(), Optional.empty(), paths);
    }
    String reason =
        reach instanceof Anywhere anywhere ? anywhere.reason() : "the query does not read it";
    return new Input(name, List.of(), Optional.of(reason), paths);
  }

  private static FirnException noInput(GoldTable table, GoldPlan plan) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            table.unit() + " cannot be explained before its inputs have rows",
            table.sqlFile(),
            "rows in " + table.from(),
            String.join("; ", plan.summary().notes()),
            "Run the inputs first: firn run --select +" + table.unit() + "."));
  }
}

package io.firn.run;

import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.table.Tables;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Table;

/** A layer whose units are worked on together: one question to the broker, one Spark job. */
public non-sealed interface LayerJob extends Job {

  /**
   * Plans every one of {@code units}; one that cannot run is its own answer. Never starts Spark,
   * writes nothing.
   */
  default Map<UnitName, PlanResult> plan(Collection<UnitName> units, JobContext context) {
    return plan(units, context, unit -> Tables.load(context.catalog(), unit.tableName()));
  }

  /**
   * The same, when the units' tables were loaded already: with a thousand of them that is what a
   * run without new data costs.
   *
   * @param tables the table that a unit writes; empty when it does not exist
   */
  Map<UnitName, PlanResult> plan(
      Collection<UnitName> units, JobContext context, Function<UnitName, Optional<Table>> tables);

  /**
   * Carries out {@code plans}, which came from {@link #plan} of the same job and are {@link
   * PlanSummary#ready()}.
   *
   * @return an outcome for each unit; of one that failed the table is unchanged
   */
  Map<UnitName, Outcome> run(List<UnitPlan> plans, JobContext context);
}

package io.firn.run;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.List;

/**
 * What a layer does. Implementations keep no state between calls.
 *
 * <p>Planning chooses what to process and writes nothing; running processes exactly what the plan
 * says and commits it; nothing else in Firn writes a table.
 */
public sealed interface Job permits UnitJob, LayerJob {
  Layer layer();

  /**
   * What carrying out {@code plan} would change in the table's shape, one sentence each, as far as
   * that is known without reading a row. Only a report asks for it: a run finds out by itself.
   *
   * @throws io.firn.model.FirnException when the run would be refused for it
   */
  default List<String> foreseen(UnitPlan plan, JobContext context) {
    return List.of();
  }

  /** Recounts the unit's table and compares it with its account and its input; writes nothing. */
  List<CheckResult> verify(UnitName unit, JobContext context);
}

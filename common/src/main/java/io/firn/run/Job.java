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

  /** Recounts the unit's table and compares it with its account and its input; writes nothing. */
  List<CheckResult> verify(UnitName unit, JobContext context);
}

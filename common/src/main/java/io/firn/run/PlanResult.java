package io.firn.run;

import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;

/** What planning one unit came to. */
public sealed interface PlanResult {

  /** The unit can run, or has nothing to do: its plan says which. */
  record Ready(UnitPlan plan) implements PlanResult {}

  /** The unit cannot run. */
  record Refused(UnitName unit, Failure cause) implements PlanResult {}

  /** The plan. */
  default UnitPlan orThrow() {
    if (this instanceof Refused refused) {
      throw new FirnException(refused.cause());
    }
    return ((Ready) this).plan();
  }
}

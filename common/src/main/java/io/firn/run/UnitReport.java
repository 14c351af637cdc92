package io.firn.run;

import io.firn.model.Outcome;
import io.firn.model.UnitName;
import java.time.Duration;

/** How one unit of a run ended. */
public record UnitReport(UnitName unit, Outcome outcome, Duration took) {}

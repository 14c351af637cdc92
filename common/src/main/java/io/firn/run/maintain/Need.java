package io.firn.run.maintain;

import io.firn.model.UnitName;
import java.time.Instant;

/**
 * A snapshot that a unit's next run starts from: it and all that came after it must stay.
 *
 * @param by the unit that reads the table
 * @param at when that snapshot was committed
 */
public record Need(UnitName by, Instant at) {}

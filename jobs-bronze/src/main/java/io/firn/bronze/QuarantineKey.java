package io.firn.bronze;

import io.firn.model.UnitName;

/** What tells one refused record from all others. A topic may feed two units. */
record QuarantineKey(UnitName unit, RecordPlace place, int era) {}

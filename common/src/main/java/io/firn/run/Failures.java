package io.firn.run;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;

/** Turns whatever a unit threw into a failure that can be told. */
final class Failures {
  private Failures() {}

  /** The recognised failure inside {@code thrown}, else one that says it was not recognised. */
  static Failure of(UnitName unit, Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FirnException recognised) {
        return recognised.failure();
      }
      root = cause;
    }
    return new Failure(
        ErrorKind.INTERNAL,
        unit + " stopped on an error that Firn does not recognise",
        unit.tableName().toString(),
        "a committed snapshot or a recognised failure",
        root.getClass().getName() + ": " + root.getMessage(),
        "The table is unchanged. The log has the stack trace; run again, and report it if it stays.");
  }
}

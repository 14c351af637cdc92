package io.firn.run;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.util.Optional;
import org.apache.iceberg.exceptions.CommitFailedException;

/** Turns whatever a unit threw into a failure that can be told. */
public final class Failures {
  private Failures() {}

  /** The recognised failure inside {@code thrown}, else one that says it was not recognised. */
  public static Failure of(UnitName unit, Throwable thrown) {
    return of(unit.toString(), unit.tableName(), thrown);
  }

  /**
   * The same for work on a table.
   *
   * @param who who is at work, e.g. {@code silver:orders}
   */
  public static Failure of(String who, TableName table, Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FirnException recognised) {
        return recognised.failure();
      }
      if (cause instanceof CommitFailedException overtaken) {
        return fenced(who, table, overtaken);
      }
      root = cause;
    }
    Optional<Failure> outage = Outage.of(who, table, thrown);
    if (outage.isPresent()) {
      return outage.get();
    }
    return new Failure(
        ErrorKind.INTERNAL,
        who + " stopped on an error that Firn does not recognise",
        table.toString(),
        "a committed snapshot or a recognised failure",
        root.getClass().getName() + ": " + root.getMessage(),
        "The table is unchanged. The log has the stack trace; run again, and report it if it"
            + " stays.");
  }

  /** Rows have their fence; this is a change of columns or settings that came second. */
  private static Failure fenced(String who, TableName table, CommitFailedException overtaken) {
    return new Failure(
        ErrorKind.FENCED,
        "Another writer changed a table while " + who + " was changing it",
        table.toString(),
        "the table as this run had read it",
        overtaken.getMessage(),
        "No row of this run was committed. Let the other run end, then run again.");
  }
}

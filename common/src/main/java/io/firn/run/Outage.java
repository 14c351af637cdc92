package io.firn.run;

import io.firn.model.Causes;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.TableName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/**
 * Recognises that what a run stands on was away, slow or full: the disk, the object store, the
 * catalog. Nothing is wrong with the pipeline, and the same run may succeed later.
 */
final class Outage {
  /** What Linux says (ENOSPC, EDQUOT, EFBIG), and SQLite in its own words. */
  private static final Pattern FULL =
      Pattern.compile("No space left on device|Disk quota exceeded|File too large|SQLITE_FULL");

  /** Of the AWS client, whose classes are there only where a pipeline uses S3. */
  private static final String AWS = "software.amazon.awssdk.";

  /** The service refused the request itself; 408 and 429 ask for patience. */
  private static final Pattern REFUSED = Pattern.compile("Status Code: 4(?!08|29)\\d\\d");

  /** I/O in name: a bug, a missing file or a missing right does not go away. */
  private static final List<Class<? extends IOException>> LASTING =
      List.of(
          FileNotFoundException.class,
          NoSuchFileException.class,
          AccessDeniedException.class,
          ObjectStreamException.class,
          CharacterCodingException.class);

  private static final List<String> LASTING_BY_NAME =
      List.of("com.fasterxml.jackson.", "org.apache.hadoop.security.AccessControlException");

  private Outage() {}

  /** The outage behind {@code thrown}, if it was one. */
  static Optional<Failure> of(String who, TableName table, Throwable thrown) {
    List<Throwable> causes = Causes.of(thrown);
    return causes.stream()
        .filter(Outage::isFull)
        .findFirst()
        .map(cause -> full(who, table, cause))
        .or(
            () ->
                causes.stream()
                    .filter(Outage::isAway)
                    .findFirst()
                    .map(cause -> away(who, table, cause)));
  }

  private static boolean isFull(Throwable cause) {
    return (cause instanceof IOException || cause instanceof SQLException)
        && FULL.matcher(String.valueOf(cause.getMessage())).find();
  }

  private static boolean isAway(Throwable cause) {
    if (cause.getClass().getName().startsWith(AWS)) {
      return !REFUSED.matcher(String.valueOf(cause.getMessage())).find();
    }
    if (cause instanceof IOException) {
      String name = cause.getClass().getName();
      return LASTING.stream().noneMatch(lasting -> lasting.isInstance(cause))
          && LASTING_BY_NAME.stream().noneMatch(name::startsWith);
    }
    return cause instanceof SQLException
        || cause instanceof ServiceFailureException
        || cause instanceof ServiceUnavailableException;
  }

  private static Failure full(String who, TableName table, Throwable cause) {
    return new Failure(
        ErrorKind.TRANSIENT,
        "The disk is full: " + who + " could not write what it has to",
        table.toString(),
        "room in the warehouse, in the catalog's database and in Spark's local folders",
        told(cause),
        "Make room on the disk, then run again: the next run starts from what the table holds.");
  }

  private static Failure away(String who, TableName table, Throwable cause) {
    return new Failure(
        ErrorKind.TRANSIENT,
        "Storage or catalog failed while " + who + " was at work",
        table.toString(),
        "an answer within the client's own retries",
        told(cause),
        "Check that storage and catalog are up, then run again: the next run starts from what the"
            + " table holds.");
  }

  private static String told(Throwable cause) {
    return cause.getClass().getName() + ": " + cause.getMessage();
  }
}

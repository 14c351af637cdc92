package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.Connector;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of the {@code source} block make a connector's position, and how.
 *
 * @param names fields to keep while the block is read
 * @param maker makes the position of their values
 */
record PositionFields(List<String> names, Maker maker) {
  private static final Pattern BINLOG_FILE = Pattern.compile(".*\\.(\\d{1,18})");
  private static final Pattern SQL_SERVER_LSN =
      Pattern.compile("[0-9a-f]{8}:[0-9a-f]{8}:[0-9a-f]{4}");
  private static final Pattern LAST_COMMIT = Pattern.compile("\\[\\s*(?:null|\"(\\d+)\")\\s*,.*");

  /** Makes a position; {@code snapshotRead} says whether the event is a row of a snapshot. */
  @FunctionalInterface
  interface Maker {
    SourcePosition make(SourceValues values, boolean snapshotRead) throws EnvelopeRefusal;
  }

  static PositionFields of(Connector connector) {
    return switch (connector) {
      case POSTGRESQL -> new PositionFields(List.of("lsn", "sequence"), PositionFields::postgres);
      case MYSQL, MARIADB ->
          new PositionFields(List.of("file", "pos", "row"), PositionFields::binlog);
      case SQLSERVER ->
          new PositionFields(
              List.of("commit_lsn", "change_lsn", "event_serial_no"), PositionFields::sqlServer);
      case ORACLE -> new PositionFields(List.of("scn", "rs_id", "ssn"), PositionFields::oracle);
      case MONGODB ->
          throw new IllegalArgumentException("a MongoDB event has no position of its own");
    };
  }

  private static SourcePosition postgres(SourceValues values, boolean read) throws EnvelopeRefusal {
    OptionalLong lastCommit = OptionalLong.empty();
    if (values.text("sequence").isPresent()) {
      Matcher sequence = LAST_COMMIT.matcher(values.text("sequence").get());
      if (!sequence.matches()) {
        throw values.refusal("sequence", "no array of two positions");
      }
      if (sequence.group(1) != null) {
        lastCommit = OptionalLong.of(Long.parseUnsignedLong(sequence.group(1)));
      }
    }
    return new PostgresPosition(lastCommit, values.number("lsn"), read);
  }

  private static SourcePosition binlog(SourceValues values, boolean read) throws EnvelopeRefusal {
    Matcher file = BINLOG_FILE.matcher(values.required("file"));
    if (!file.matches()) {
      throw values.refusal("file", "no name of a binary log that ends in a number");
    }
    return new BinlogPosition(
        Long.parseLong(file.group(1)), values.number("pos"), values.numberOr("row", 0), read);
  }

  private static SourcePosition sqlServer(SourceValues values, boolean read)
      throws EnvelopeRefusal {
    String change =
        read && values.text("change_lsn").isEmpty()
            ? SqlServerPosition.NO_LSN
            : lsn(values, "change_lsn");
    return new SqlServerPosition(
        lsn(values, "commit_lsn"), change, values.numberOr("event_serial_no", 0), read);
  }

  private static String lsn(SourceValues values, String field) throws EnvelopeRefusal {
    String lsn = values.required(field).toLowerCase(Locale.ROOT);
    if (!SQL_SERVER_LSN.matcher(lsn).matches()) {
      throw values.refusal(field, "no log sequence number");
    }
    return lsn;
  }

  private static SourcePosition oracle(SourceValues values, boolean read) throws EnvelopeRefusal {
    String written = values.required("scn");
    BigInteger scn;
    try {
      scn = new BigInteger(written);
    } catch (NumberFormatException none) {
      throw values.refusal("scn", "no number");
    }
    if (scn.signum() < 0 || scn.bitLength() > Long.SIZE) {
      throw new EnvelopeRefusal(Reason.NO_POSITION, "source.scn is out of range");
    }
    return new OraclePosition(
        scn, values.text("rs_id").map(String::strip).orElse(""), values.numberOr("ssn", 0), read);
  }
}

package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.change.MongoMark.Transaction;
import io.firn.config.Connector;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of the {@code source} block make a connector's position, and how.
 *
 * @param names fields to keep while the block is read
 * @param ascii the names' bytes
 * @param maker makes the position of their values
 */
record PositionFields(List<String> names, List<byte[]> ascii, Maker maker) {
  private static final Pattern BINLOG_FILE = Pattern.compile(".*\\.(\\d{1,18})");
  private static final Pattern SQL_SERVER_LSN =
      Pattern.compile("[0-9a-f]{8}:[0-9a-f]{8}:[0-9a-f]{4}");
  private static final String NO_COMMIT_YET = "[null,";

  /** Makes a position; {@code snapshotRead} says whether the event is a row of a snapshot. */
  @FunctionalInterface
  interface Maker {
    SourcePosition make(SourceValues values, boolean snapshotRead) throws EnvelopeRefusal;
  }

  private PositionFields(List<String> names, Maker maker) {
    this(names, names.stream().map(JsonBytes::ascii).toList(), maker);
  }

  static PositionFields of(Connector connector) {
    return switch (connector) {
      case POSTGRESQL -> new PositionFields(List.of("lsn", "sequence"), PositionFields::postgres);
      case MYSQL, MARIADB -> new PositionFields(List.of("file", "pos"), PositionFields::binlog);
      case SQLSERVER ->
          new PositionFields(
              List.of("commit_lsn", "change_lsn", "event_serial_no"), PositionFields::sqlServer);
      case ORACLE -> new PositionFields(List.of("scn", "rs_id", "ssn"), PositionFields::oracle);
      case MONGODB ->
          new PositionFields(List.of("ts_ms", "ord", "lsid", "txnNumber"), PositionFields::mongo);
    };
  }

  private static SourcePosition postgres(SourceValues values, boolean read) throws EnvelopeRefusal {
    String sequence = values.text("sequence").orElse(NO_COMMIT_YET);
    OptionalLong lastCommit =
        sequence.startsWith(NO_COMMIT_YET)
            ? OptionalLong.empty()
            : OptionalLong.of(lastCommit(sequence, values));
    return new PostgresPosition(lastCommit, values.number("lsn"), read);
  }

  /** Of {@code ["24023128","24023200"]} the first. */
  private static long lastCommit(String sequence, SourceValues values) throws EnvelopeRefusal {
    int end = sequence.indexOf('"', 2);
    if (sequence.startsWith("[\"") && end > 0) {
      try {
        return Long.parseUnsignedLong(sequence, 2, end, 10);
      } catch (NumberFormatException none) {
        throw values.refusal("sequence", "no array of two positions");
      }
    }
    throw values.refusal("sequence", "no array of two positions");
  }

  private static SourcePosition binlog(SourceValues values, boolean read) throws EnvelopeRefusal {
    Matcher file = BINLOG_FILE.matcher(values.required("file"));
    if (!file.matches()) {
      throw values.refusal("file", "no name of a binary log that ends in a number");
    }
    return new BinlogPosition(Long.parseLong(file.group(1)), values.number("pos"), read);
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

  private static SourcePosition mongo(SourceValues values, boolean read) throws EnvelopeRefusal {
    Optional<Transaction> transaction =
        values.text("txnNumber").isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Transaction(values.number("txnNumber"), values.text("lsid").orElse("")));
    return new MongoMark(values.number("ts_ms"), values.number("ord"), transaction);
  }
}

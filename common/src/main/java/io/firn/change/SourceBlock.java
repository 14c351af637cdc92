package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.change.JsonBytes.Malformed;
import io.firn.config.Connector;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The fields of an envelope's {@code source} block that order and name the change.
 *
 * <p>{@code snapshot} arrives as null, "false", "true", "first", "first_in_data_collection",
 * "last", "last_in_data_collection" or "incremental", depending on mode and version; anything else
 * is refused (Debezium, {@code io.debezium.connector.SnapshotRecord}).
 */
final class SourceBlock {
  private static final Set<String> SNAPSHOT_WORDS =
      Set.of(
          "true",
          "false",
          "first",
          "first_in_data_collection",
          "last",
          "last_in_data_collection",
          "incremental");

  private static final byte[] CONNECTOR = JsonBytes.ascii("connector");
  private static final byte[] SNAPSHOT = JsonBytes.ascii("snapshot");
  private static final byte[] MICROS = JsonBytes.ascii("ts_us");
  private static final byte[] MILLIS = JsonBytes.ascii("ts_ms");

  private final PositionFields position;
  private final SourceValues values;
  private String connector = "";
  private String snapshot = "false";
  private String micros;
  private String millis;

  /** A block that nothing was read from yet. */
  SourceBlock(PositionFields position) {
    this.position = position;
    this.values = new SourceValues(position);
  }

  /** Reads the block that {@code json} stands at the start of, and steps past its end. */
  static SourceBlock read(JsonBytes json, PositionFields position) throws Malformed {
    SourceBlock block = new SourceBlock(position);
    json.enterObject();
    while (json.nextField()) {
      block.readField(json);
    }
    return block;
  }

  private void readField(JsonBytes json) throws Malformed {
    if (json.nameIs(CONNECTOR)) {
      String found = json.scalar();
      connector = found == null ? "" : found;
    } else if (json.nameIs(SNAPSHOT)) {
      int kind = json.peek();
      String found = json.scalar();
      snapshot = found != null ? found : kind == 'n' ? "false" : "";
    } else if (json.nameIs(MICROS)) {
      micros = json.scalar();
    } else if (json.nameIs(MILLIS)) {
      millis = json.scalar();
      values.keep("ts_ms", millis);
    } else {
      values.read(json);
    }
  }

  void requireConnector(Connector expected) throws EnvelopeRefusal {
    if (!connector.equals(expected.id())) {
      throw new EnvelopeRefusal(
          Reason.WRONG_CONNECTOR,
          "source.connector is not '" + expected.id() + "' as the pipeline declares");
    }
  }

  SourcePosition position(EnvelopeOperation operation) throws EnvelopeRefusal {
    if (!SNAPSHOT_WORDS.contains(snapshot.toLowerCase(Locale.ROOT))) {
      throw new EnvelopeRefusal(Reason.NO_POSITION, "source.snapshot is no known word");
    }
    return position.maker().make(values, operation == EnvelopeOperation.READ);
  }

  /** Microseconds since 1970 at which the source made the change; 0 when it did not say. */
  long micros() throws EnvelopeRefusal {
    if (micros != null) {
      return whole("ts_us", micros);
    }
    // Ends at the last moment there is: a time is shown to people and must not stop a landing.
    return millis == null ? 0 : TimeUnit.MILLISECONDS.toMicros(whole("ts_ms", millis));
  }

  private static long whole(String field, String written) throws EnvelopeRefusal {
    try {
      return Long.parseLong(written);
    } catch (NumberFormatException none) {
      throw new EnvelopeRefusal(Reason.NO_POSITION, "source." + field + " is no whole number");
    }
  }
}

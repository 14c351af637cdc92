package io.firn.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.Connector;
import java.io.IOException;
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

  private String connector = "";
  private String snapshot = "false";
  private final PositionFields position;
  private final SourceValues values;
  private long micros;
  private boolean exactMicros;

  /** A block that nothing was read from yet. */
  SourceBlock(PositionFields position) {
    this.position = position;
    this.values = new SourceValues(position.names());
  }

  /** Reads the block that the parser stands at the start of, and leaves it at its end. */
  static SourceBlock read(JsonParser parser, PositionFields position) throws IOException {
    SourceBlock block = new SourceBlock(position);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        // Taken as a whole, so that what follows is not read as if it stood inside.
        parser.skipChildren();
        block.snapshot = field.equals("snapshot") ? "" : block.snapshot;
        continue;
      }
      switch (field) {
        case "connector" -> block.connector = value.isScalarValue() ? parser.getText() : "";
        case "snapshot" ->
            block.snapshot = value == JsonToken.VALUE_NULL ? "false" : parser.getText();
        case "ts_us" -> block.readMicros(parser, value);
        case "ts_ms" -> block.readMillis(parser, value);
        default -> block.keep(field, parser);
      }
    }
    return block;
  }

  private void keep(String field, JsonParser parser) throws IOException {
    int index = values.indexOf(field);
    if (index >= 0 && parser.currentToken() != JsonToken.VALUE_NULL) {
      values.set(index, parser.getText());
    }
  }

  private void readMicros(JsonParser parser, JsonToken value) throws IOException {
    if (value.isNumeric()) {
      micros = parser.getLongValue();
      exactMicros = true;
    }
  }

  private void readMillis(JsonParser parser, JsonToken value) throws IOException {
    if (value.isNumeric() && !exactMicros) {
      // Ends at the last moment there is: a time is shown to people and must not stop a landing.
      micros = TimeUnit.MILLISECONDS.toMicros(parser.getLongValue());
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
    String word = snapshot.toLowerCase(Locale.ROOT);
    if (!SNAPSHOT_WORDS.contains(word)) {
      throw new EnvelopeRefusal(Reason.NO_POSITION, "source.snapshot is no known word");
    }
    return position.maker().make(values, operation == EnvelopeOperation.READ);
  }

  /** Microseconds since 1970 at which the source made the change; 0 when it did not say. */
  long micros() {
    return micros;
  }
}

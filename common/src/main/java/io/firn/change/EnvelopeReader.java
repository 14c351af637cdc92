package io.firn.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.Connector;
import java.io.IOException;
import java.util.Optional;

/**
 * Cuts a Debezium JSON record into the parts that bronze keeps, in one pass over its bytes and
 * without building a tree.
 *
 * <p>Takes the record with an embedded schema ({@code {"schema": …, "payload": …}}) and without.
 * The whole text is walked, so that bytes that are no JSON are found here and not years later;
 * {@code NaN} and {@code Infinity} pass, since Debezium's MongoDB connector writes them bare.
 *
 * <p>Not thread-safe; one per task.
 */
public final class EnvelopeReader {
  private final Connector connector;
  private final PositionFields position;
  private byte[] bytes = new byte[0];
  private Parts parts;

  /** What one pass has found so far. */
  private static final class Parts {
    private Optional<String> op = Optional.empty();
    private EnvelopeSlice before = EnvelopeSlice.NONE;
    private EnvelopeSlice after = EnvelopeSlice.NONE;
    private EnvelopeSlice message = EnvelopeSlice.NONE;
    private EnvelopeSlice sourceSlice = EnvelopeSlice.NONE;
    private EnvelopeSlice schema = EnvelopeSlice.NONE;
    private boolean payloadNull;
    private SourceBlock source;

    private Parts(PositionFields position) {
      source = new SourceBlock(position);
    }
  }

  public EnvelopeReader(Connector connector) {
    this.connector = connector;
    this.position = PositionFields.of(connector);
    this.parts = new Parts(position);
  }

  /**
   * Cuts {@code value}.
   *
   * @return empty when the record is a tombstone in an embedded-schema wrapper
   * @throws EnvelopeRefusal when it is no Debezium envelope of this connector
   */
  public Optional<Envelope> read(byte[] value) throws EnvelopeRefusal {
    bytes = value;
    parts = new Parts(position);
    try (JsonParser parser = EventJson.JSON.createParser(value)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new EnvelopeRefusal(Reason.NOT_AN_ENVELOPE, "the value is no JSON object");
      }
      readRoot(parser);
      if (parser.nextToken() != null) {
        throw new EnvelopeRefusal(Reason.NOT_JSON, "text after the end of the JSON object");
      }
    } catch (IOException malformed) {
      throw new EnvelopeRefusal(Reason.NOT_JSON, EnvelopeJson.where(malformed));
    }
    return parts.payloadNull ? Optional.empty() : Optional.of(envelope());
  }

  private void readRoot(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "schema" -> parts.schema = slice(parser);
        case "payload" -> readPayload(parser);
        default -> readField(parser, field);
      }
    }
  }

  private void readPayload(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      parts.payloadNull = true;
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      readField(parser, field);
    }
  }

  private void readField(JsonParser parser, String field) throws IOException {
    switch (field) {
      case "op" -> {
        parts.op =
            parser.currentToken() == JsonToken.VALUE_STRING
                ? Optional.of(parser.getText())
                : Optional.empty();
        parser.skipChildren();
      }
      case "before" -> parts.before = slice(parser);
      case "after" -> parts.after = slice(parser);
      case "message" -> parts.message = slice(parser);
      case "source" -> readSource(parser);
      default -> parser.skipChildren();
    }
  }

  private void readSource(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parts.source = SourceBlock.read(parser, position);
    parts.sourceSlice = until(start, parser);
  }

  private EnvelopeSlice slice(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return EnvelopeSlice.NONE;
    }
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    if (parser.currentToken().isScalarValue()) {
      // Jackson reads text and numbers lazily: without this the end is not reached yet.
      parser.finishToken();
    }
    return until(start, parser);
  }

  private static EnvelopeSlice until(int start, JsonParser parser) {
    return new EnvelopeSlice(start, (int) parser.currentLocation().getByteOffset() - start);
  }

  private Envelope envelope() throws EnvelopeRefusal {
    if (parts.op.isEmpty() || parts.sourceSlice.isNone()) {
      throw new EnvelopeRefusal(
          Reason.NOT_AN_ENVELOPE,
          "a Debezium envelope has 'op' and 'source'; missing: "
              + (parts.op.isEmpty() ? "op " : "")
              + (parts.sourceSlice.isNone() ? "source" : ""));
    }
    EnvelopeOperation operation =
        EnvelopeOperation.ofCode(parts.op.get())
            .orElseThrow(
                () ->
                    new EnvelopeRefusal(
                        Reason.UNKNOWN_OPERATION, "op is none of r, c, u, d, t, m"));
    parts.source.requireConnector(connector);
    return new Envelope(
        operation,
        parts.before,
        operation == EnvelopeOperation.MESSAGE ? parts.message : parts.after,
        parts.sourceSlice,
        parts.schema,
        parts.source.position(operation).sortable(),
        parts.source.micros());
  }

  /** The bytes of {@code slice} of the record read last. */
  public byte[] copy(EnvelopeSlice slice) {
    byte[] copy = new byte[slice.length()];
    System.arraycopy(bytes, slice.start(), copy, 0, slice.length());
    return copy;
  }
}

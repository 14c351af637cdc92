package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.change.JsonBytes.Malformed;
import io.firn.config.Connector;
import java.util.Optional;

/**
 * Cuts a Debezium JSON record into the parts that bronze keeps, in one pass over its bytes and
 * without building a tree.
 *
 * <p>Takes the record with an embedded schema ({@code {"schema": …, "payload": …}}) and without.
 * The whole text is walked, so that bytes that are no JSON are found here and not years later;
 * {@code NaN} and {@code Infinity} pass, since Debezium's MongoDB connector writes them bare.
 *
 * <p>Row images are JSON values, cut as they stand. MongoDB's are JSON in a string, written in the
 * legacy strict mode of Extended JSON ("Debezium connector for MongoDB", "create events"): {@link
 * #image} gives what the string says, which is the document's own text.
 *
 * <p>Not thread-safe; one per task.
 */
public final class EnvelopeReader {
  private static final byte[] SCHEMA = JsonBytes.ascii("schema");
  private static final byte[] PAYLOAD = JsonBytes.ascii("payload");
  private static final byte[] OP = JsonBytes.ascii("op");
  private static final byte[] BEFORE = JsonBytes.ascii("before");
  private static final byte[] AFTER = JsonBytes.ascii("after");
  private static final byte[] SOURCE = JsonBytes.ascii("source");
  private static final byte[] MESSAGE = JsonBytes.ascii("message");
  private static final byte[] PATCH = JsonBytes.ascii("updateDescription");

  private final Connector connector;
  private final boolean documents;
  private final PositionFields position;
  private final JsonBytes json = new JsonBytes();
  private byte[] bytes = new byte[0];
  private Parts parts;

  /** What one pass has found so far. */
  private static final class Parts {
    private Optional<String> op = Optional.empty();
    private EnvelopeSlice before = EnvelopeSlice.NONE;
    private EnvelopeSlice after = EnvelopeSlice.NONE;
    private EnvelopeSlice message = EnvelopeSlice.NONE;
    private EnvelopeSlice patch = EnvelopeSlice.NONE;
    private EnvelopeSlice sourceSlice = EnvelopeSlice.NONE;
    private EnvelopeSlice schema = EnvelopeSlice.NONE;
    private boolean payloadNull;
    private SourceBlock source;

    private Parts(PositionFields position) {
      source = new SourceBlock(position);
    }

    private boolean areOfEnvelope() {
      return op.isPresent() && !sourceSlice.isNone();
    }
  }

  public EnvelopeReader(Connector connector) {
    this.connector = connector;
    this.documents = connector == Connector.MONGODB;
    this.position = PositionFields.of(connector);
    this.parts = new Parts(position);
  }

  /**
   * Cuts {@code value}.
   *
   * @return the envelope; a tombstone when that is what an embedded schema is wrapped around; a
   *     notice
   * @throws EnvelopeRefusal when it is no record of this connector
   */
  public EventRecord read(byte[] value) throws EnvelopeRefusal {
    json.begin(value);
    bytes = value;
    parts = new Parts(position);
    try {
      if (json.peek() != '{') {
        readNoObject();
        throw new EnvelopeRefusal(Reason.NOT_AN_ENVELOPE, "the value is no JSON object");
      }
      readRoot();
      json.end();
    } catch (Malformed malformed) {
      throw new EnvelopeRefusal(Reason.NOT_JSON, malformed.getMessage());
    }
    if (parts.payloadNull) {
      return new Tombstone();
    }
    return parts.areOfEnvelope() ? envelope() : notice();
  }

  /** Tells other JSON from what is none. */
  private void readNoObject() throws Malformed {
    if (json.peek() >= 0) {
      json.skipValue();
      json.end();
    }
  }

  private void readRoot() throws Malformed {
    json.enterObject();
    while (json.nextField()) {
      if (json.nameIs(SCHEMA)) {
        parts.schema = slice();
      } else if (json.nameIs(PAYLOAD)) {
        readPayload();
      } else {
        readField();
      }
    }
  }

  private void readPayload() throws Malformed {
    int kind = json.peek();
    if (kind != '{') {
      json.skipValue();
      parts.payloadNull = kind == 'n';
      return;
    }
    json.enterObject();
    while (json.nextField()) {
      readField();
    }
  }

  private void readField() throws Malformed {
    if (json.nameIs(AFTER)) {
      parts.after = slice();
    } else if (json.nameIs(BEFORE)) {
      parts.before = slice();
    } else if (json.nameIs(SOURCE)) {
      readSource();
    } else if (json.nameIs(OP)) {
      parts.op = json.peek() == '"' ? Optional.of(json.scalar()) : noOperation();
    } else if (json.nameIs(MESSAGE)) {
      parts.message = slice();
    } else if (documents && json.nameIs(PATCH)) {
      parts.patch = slice();
    } else {
      json.skipValue();
    }
  }

  private Optional<String> noOperation() throws Malformed {
    json.skipValue();
    return Optional.empty();
  }

  private void readSource() throws Malformed {
    if (json.peek() != '{') {
      json.skipValue();
      return;
    }
    int start = json.at();
    parts.source = SourceBlock.read(json, position);
    parts.sourceSlice = new EnvelopeSlice(start, json.at() - start);
  }

  private EnvelopeSlice slice() throws Malformed {
    boolean isNull = json.peek() == 'n';
    EnvelopeSlice slice = json.slice();
    return isNull ? EnvelopeSlice.NONE : slice;
  }

  private Notice notice() throws EnvelopeRefusal {
    return NoticeShape.of(bytes)
        .orElseThrow(
            () ->
                new EnvelopeRefusal(
                    Reason.NOT_AN_ENVELOPE,
                    "a Debezium envelope has 'op' and 'source'; missing: "
                        + (parts.op.isEmpty() ? "op " : "")
                        + (parts.sourceSlice.isNone() ? "source" : "")));
  }

  private Envelope envelope() throws EnvelopeRefusal {
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
        parts.patch,
        parts.sourceSlice,
        parts.schema,
        parts.source.position(operation),
        parts.source.micros());
  }

  /** The row image at {@code slice} of the record read last. */
  public byte[] image(EnvelopeSlice slice) {
    int start = slice.start();
    return documents && !slice.isNone() && bytes[start] == '"'
        ? JsonText.said(bytes, start + 1, start + slice.length() - 1)
        : copy(slice);
  }

  /** The bytes of {@code slice} of the record read last. */
  public byte[] copy(EnvelopeSlice slice) {
    byte[] copy = new byte[slice.length()];
    System.arraycopy(bytes, slice.start(), copy, 0, slice.length());
    return copy;
  }
}

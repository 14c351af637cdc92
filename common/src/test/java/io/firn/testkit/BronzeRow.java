package io.firn.testkit;

import io.firn.change.Envelope;
import io.firn.change.EnvelopeReader;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeSlice;
import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of a bronze table, cut from an event's bytes as landing cuts it.
 *
 * @param schema the embedded schema's text, kept once under {@link #schemaId()}
 */
public record BronzeRow(
    EventBuilder event,
    String op,
    Optional<String> before,
    Optional<String> after,
    String position,
    Optional<String> schema,
    int partition,
    long offset) {

  /** {@code event} as the record at {@code offset} of {@code partition}. */
  public static BronzeRow of(EventBuilder event, int partition, long offset) {
    EnvelopeReader reader = new EnvelopeReader(Connector.POSTGRESQL);
    try {
      Envelope envelope = (Envelope) reader.read(event.value());
      return new BronzeRow(
          event,
          envelope.operation().code(),
          text(reader, envelope.before()),
          text(reader, envelope.after()),
          envelope.position().sortable(),
          text(reader, envelope.schema()),
          partition,
          offset);
    } catch (EnvelopeRefusal refused) {
      throw new IllegalStateException("the test kit writes envelopes", refused);
    }
  }

  private static Optional<String> text(EnvelopeReader reader, EnvelopeSlice slice) {
    return slice.isNone()
        ? Optional.empty()
        : Optional.of(new String(reader.copy(slice), StandardCharsets.UTF_8));
  }

  public Optional<String> schemaId() {
    return schema.map(
        text -> UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString());
  }
}

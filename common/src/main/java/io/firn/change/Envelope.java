package io.firn.change;

/**
 * A Debezium envelope, cut but not parsed: nothing inside the row images is looked at.
 *
 * @param before the row before; with MongoDB the document's text
 * @param after the row after; with MongoDB the document's text. Absent in an update: the document
 *     was not looked up, or was gone when it was
 * @param patch MongoDB's {@code updateDescription}; absent with other connectors
 * @param source the {@code source} block
 * @param schema the embedded Connect schema; none when the converter sends none
 * @param position where the source says that the change stands
 * @param sourceMicros {@code source.ts_us}, else {@code source.ts_ms} in microseconds since 1970;
 *     shown to people, never used for order
 */
public record Envelope(
    EnvelopeOperation operation,
    EnvelopeSlice before,
    EnvelopeSlice after,
    EnvelopeSlice patch,
    EnvelopeSlice source,
    EnvelopeSlice schema,
    SourcePosition position,
    long sourceMicros)
    implements EventRecord {}

package io.firn.change;

/**
 * A Debezium envelope, cut but not parsed: nothing inside the row images is looked at.
 *
 * @param source the {@code source} block
 * @param schema the embedded Connect schema; none when the converter sends none
 * @param position sortable, see {@link SourcePosition}
 * @param sourceMicros {@code source.ts_us}, else {@code source.ts_ms} in microseconds since 1970;
 *     shown to people, never used for order
 */
public record Envelope(
    EnvelopeOperation operation,
    EnvelopeSlice before,
    EnvelopeSlice after,
    EnvelopeSlice source,
    EnvelopeSlice schema,
    String position,
    long sourceMicros) {}

package io.firn.config;

import java.util.Optional;

/**
 * A declared silver column.
 *
 * @param name the column's name in silver
 * @param path the source field, dotted for a nested one; {@code name} when left out
 * @param type Iceberg type as text ({@code string, boolean, int, long, float, double, date,
 *     timestamp, timestamptz, binary, decimal(p,s)} and lists, maps and structs of them); empty
 *     takes the source's
 * @param encoding how a schemaless event carries the value when the type alone does not tell
 */
public record ColumnSpec(
    String name, String path, Optional<ColumnType> type, Optional<Encoding> encoding) {

  /** Encodings of dates, times and decimals in events without a schema. */
  public enum Encoding {
    /** Days since 1970-01-01. */
    DAYS,
    MILLIS,
    MICROS,
    NANOS,
    /** ISO 8601 text. */
    ISO,
    /** Base64 of a big-endian two's complement unscaled value: Debezium's precise decimals. */
    UNSCALED
  }
}

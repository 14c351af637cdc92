package io.firn.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.model.FloatingPoint;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * What the values of a field have in common.
 *
 * <p>Ordered from knowing nothing to text, which holds anything:
 *
 * <pre>
 * NULL -> BOOLEAN -----------------> TEXT
 * NULL -> LONG -> LONG_ONLY -------> TEXT
 *         LONG -> DOUBLE ----------> TEXT
 * </pre>
 *
 * <p>Whole numbers may stand beside fractions as long as a double holds them all; numbers that a
 * double would round, and whole numbers beyond 64 bits, are kept as text.
 */
enum Shape {
  NULL,
  BOOLEAN,
  /** Whole numbers that a double holds as well. */
  LONG,
  /** Whole numbers, one of them too long for a double. */
  LONG_ONLY,
  DOUBLE,
  /** Text, objects and arrays as JSON, and all that has no other shape in common. */
  TEXT;

  private static final long DOUBLE_EXACT = 1L << 53;

  static Shape of(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> NULL;
      case BOOLEAN -> BOOLEAN;
      case NUMBER -> ofNumber(value);
      case STRING, OBJECT, ARRAY, BINARY, POJO -> TEXT;
    };
  }

  private static Shape ofNumber(JsonNode value) {
    if (value.isIntegralNumber()) {
      if (!value.canConvertToLong()) {
        return TEXT;
      }
      long number = value.longValue();
      return -DOUBLE_EXACT <= number && number <= DOUBLE_EXACT ? LONG : LONG_ONLY;
    }
    boolean exact = value.isDouble() || FloatingPoint.exactDouble(value.decimalValue()).isPresent();
    return exact ? DOUBLE : TEXT;
  }

  /** The least shape that holds what either holds. */
  Shape join(Shape other) {
    if (this == other || other == NULL) {
      return this;
    }
    if (this == NULL) {
      return other;
    }
    if (this == LONG && (other == LONG_ONLY || other == DOUBLE)) {
      return other;
    }
    return other == LONG && (this == LONG_ONLY || this == DOUBLE) ? this : TEXT;
  }

  Optional<Type> type() {
    return switch (this) {
      case NULL -> Optional.empty();
      case BOOLEAN -> Optional.of(Types.BooleanType.get());
      case LONG, LONG_ONLY -> Optional.of(Types.LongType.get());
      case DOUBLE -> Optional.of(Types.DoubleType.get());
      case TEXT -> Optional.of(Types.StringType.get());
    };
  }
}

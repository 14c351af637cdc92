package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.Encoded;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.Undeclared;
import io.firn.config.ColumnSpec;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Set;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Type.TypeID;
import org.apache.iceberg.types.Types;

/**
 * Turns the JSON values of one field into the values of one column.
 *
 * <p>A value comes out exactly or not at all: nothing is rounded, cut, wrapped around or replaced
 * by null. Values are in Catalyst's internal form ({@code UTF8String}, days as {@code Integer},
 * microseconds as {@code Long}, Spark's {@code Decimal}, {@code byte[]}, {@code GenericArrayData},
 * {@code ArrayBasedMapData}, {@code GenericInternalRow}).
 */
public final class ColumnDecoder implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private static final Set<TypeID> TEMPORAL_OR_TEXT =
      Set.of(TypeID.DATE, TypeID.TIMESTAMP, TypeID.STRING);

  private static final String SILVER_TYPES =
      "string, boolean, int, long, float, double, decimal, date, timestamp, timestamptz, binary"
          + " or a list, map or struct of these";

  private final SourceType source;
  private final Type target;
  private final transient Reading reading;

  private ColumnDecoder(SourceType source, Type target) {
    this.source = source;
    this.target = target;
    this.reading = reading(source, target);
  }

  /**
   * A decoder for values of {@code source} in a column of type {@code target}.
   *
   * <p>Any two types go together; where no value of the one can be one of the other, every value
   * does not fit.
   *
   * @throws FirnException when silver has no columns of type {@code target}, or the encoding
   *     declared in {@code source} cannot make one
   */
  public static ColumnDecoder of(SourceType source, Type target) {
    return new ColumnDecoder(source, target);
  }

  /**
   * The column's value for {@code value}; null for JSON null and for an absent field.
   *
   * @throws DoesNotFit when the column cannot hold the value exactly
   */
  public Object decode(JsonNode value) throws DoesNotFit {
    return value == null || value.isNull() || value.isMissingNode() ? null : reading.read(value);
  }

  public SourceType source() {
    return source;
  }

  public Type target() {
    return target;
  }

  /** Readings are closures; the two types are all that needs to travel. */
  @Serial
  private Object readResolve() {
    return new ColumnDecoder(source, target);
  }

  private static Reading reading(SourceType declared, Type target) {
    SourceType source = declared instanceof Encoded encoded ? plain(encoded, target) : declared;
    if (source == SourceType.Document.BSON && target.typeId() != TypeID.BOOLEAN) {
      return BsonReading.of(target);
    }
    return switch (target.typeId()) {
      case BOOLEAN -> ofBoolean(source);
      case INTEGER -> NumberReading.ofInt(source);
      case LONG -> NumberReading.ofLong(source);
      case FLOAT -> NumberReading.ofFloat(source);
      case DOUBLE -> NumberReading.ofDouble(source);
      case DECIMAL -> NumberReading.ofDecimal(source, (Types.DecimalType) target);
      case DATE -> TemporalReading.ofDate(source);
      case TIMESTAMP ->
          ((Types.TimestampType) target).shouldAdjustToUTC()
              ? TemporalReading.ofTimestampTz(source)
              : TemporalReading.ofTimestamp(source);
      case STRING -> TextReading.of(source);
      case BINARY -> ofBinary(source);
      case LIST -> NestedReading.ofList(source, target.asListType());
      case STRUCT -> NestedReading.ofStruct(source, target.asStructType());
      case MAP -> NestedReading.ofMap(source, target.asMapType());
      default -> throw refusal("a type that silver has: " + SILVER_TYPES, target.toString());
    };
  }

  /** The source type that the declared encoding comes to in a column of type {@code target}. */
  private static SourceType plain(Encoded encoded, Type target) {
    if (encoded.encoding() == ColumnSpec.Encoding.UNSCALED) {
      if (target instanceof Types.DecimalType decimal) {
        return new ScaledDecimal(decimal.scale(), decimal.precision());
      }
      throw refusal("encoding = unscaled on a decimal column", "a column of type " + target);
    }
    if (encoded.encoding() == ColumnSpec.Encoding.ISO) {
      return Physical.STRING;
    }
    if (!TEMPORAL_OR_TEXT.contains(target.typeId())) {
      return Physical.INT64;
    }
    return switch (encoded.encoding()) {
      case DAYS -> Semantic.DATE;
      case MILLIS -> Semantic.TIMESTAMP_MILLIS;
      case MICROS -> Semantic.TIMESTAMP_MICROS;
      case NANOS -> Semantic.TIMESTAMP_NANOS;
      case ISO, UNSCALED -> throw new IllegalStateException("handled above");
    };
  }

  /** MySQL's booleans are {@code tinyint(1)}: 0 and 1 are taken, no other number is. */
  private static Reading ofBoolean(SourceType source) {
    boolean numeric =
        source == Physical.INT8
            || source == Physical.INT16
            || source == Physical.INT32
            || source == Physical.INT64;
    if (source != Physical.BOOLEAN && !numeric && !saysNothing(source)) {
      return Reading.none("the source's values are no booleans");
    }
    return value -> {
      if (value.isBoolean()) {
        return value.booleanValue();
      }
      if (value.isInt() && (value.intValue() == 0 || value.intValue() == 1)) {
        return value.intValue() == 1;
      }
      throw new DoesNotFit("expected true, false, 0 or 1, found " + JsonNumber.kind(value));
    };
  }

  private static boolean saysNothing(SourceType source) {
    return source instanceof Undeclared || source == SourceType.Document.BSON;
  }

  /** Text that the source calls text is not taken for base64, even where it would pass for it. */
  private static Reading ofBinary(SourceType source) {
    boolean bytes =
        source == Physical.BYTES || source == Semantic.BITS || source instanceof Undeclared;
    return bytes ? Base64Text::bytes : Reading.none("the source's values are no bytes");
  }

  private static FirnException refusal(String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "Choosing how a silver column is read",
            "silver column",
            expected,
            found,
            "Change the column's type or encoding in the pipeline file."));
  }
}

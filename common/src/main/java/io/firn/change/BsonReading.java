package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.Undeclared;
import java.time.Instant;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Values of MongoDB documents, in {@link ExtendedJson}'s one form. */
final class BsonReading {
  private static final SourceType PLAIN = new Undeclared();

  private BsonReading() {}

  static Reading of(Type target) {
    return switch (target.typeId()) {
      case INTEGER -> number(NumberReading.ofInt(PLAIN));
      case LONG -> number(NumberReading.ofLong(PLAIN));
      case FLOAT -> number(NumberReading.ofFloat(PLAIN));
      case DOUBLE -> number(NumberReading.ofDouble(PLAIN));
      case DECIMAL -> number(NumberReading.ofDecimal(PLAIN, (Types.DecimalType) target));
      case DATE ->
          moment(TemporalReading.ofDate(Semantic.TIMESTAMP_MILLIS), TemporalReading.ofDate(PLAIN));
      case TIMESTAMP -> timestamp((Types.TimestampType) target);
      case STRING -> value -> TextReading.exact(text(value));
      case BINARY -> BsonReading::bytes;
      case LIST -> NestedReading.ofList(SourceType.Document.BSON, target.asListType());
      case STRUCT ->
          document(NestedReading.ofStruct(SourceType.Document.BSON, target.asStructType()));
      case MAP -> document(NestedReading.ofMap(SourceType.Document.BSON, target.asMapType()));
      default -> ColumnDecoder.of(PLAIN, target)::decode;
    };
  }

  private static Reading timestamp(Types.TimestampType target) {
    return target.shouldAdjustToUTC()
        ? moment(
            TemporalReading.ofTimestampTz(Semantic.TIMESTAMP_MILLIS),
            TemporalReading.ofTimestampTz(PLAIN))
        : moment(
            TemporalReading.ofTimestamp(Semantic.TIMESTAMP_MILLIS),
            TemporalReading.ofTimestamp(PLAIN));
  }

  private static Reading moment(Reading millis, Reading others) {
    return value ->
        BsonKind.of(value) == BsonKind.DATE
            ? millis.read(
                JsonNodeFactory.instance.numberNode(
                    ExtendedJson.millis(value.get(ExtendedJson.DATE)).orElseThrow()))
            : others.read(value);
  }

  private static Reading number(Reading plain) {
    return value ->
        switch (BsonKind.of(value)) {
          case DECIMAL -> plain.read(written(value.get(ExtendedJson.DECIMAL).textValue()));
          case DOUBLE -> plain.read(value.isObject() ? notFinite(value) : value);
          default -> plain.read(value);
        };
  }

  private static JsonNode notFinite(JsonNode value) {
    return JsonNodeFactory.instance.numberNode(
        Double.parseDouble(value.get(ExtendedJson.DOUBLE).textValue()));
  }

  private static JsonNode written(String decimal) throws DoesNotFit {
    if (!ExactNumber.PLAIN.matcher(decimal).matches()) {
      throw new DoesNotFit("NaN and infinity have no place in the column");
    }
    return new WrittenNumber(decimal);
  }

  private static Reading document(Reading fields) {
    return value -> {
      if (BsonKind.of(value) != BsonKind.DOCUMENT) {
        throw new DoesNotFit("expected a document, found another value");
      }
      return fields.read(value);
    };
  }

  private static Object bytes(JsonNode value) throws DoesNotFit {
    return switch (BsonKind.of(value)) {
      case BINARY, UUID -> Base64Text.bytes(value.get(ExtendedJson.BINARY).path("base64"));
      default -> throw new DoesNotFit("the source's values are no bytes");
    };
  }

  /** As a person would write it where the value is one; else as Extended JSON. */
  private static String text(JsonNode value) {
    return switch (BsonKind.of(value)) {
      case NULL, BOOLEAN, WHOLE, TEXT -> value.asText();
      case DOUBLE -> value.isObject() ? value.get(ExtendedJson.DOUBLE).textValue() : value.asText();
      case DECIMAL -> value.get(ExtendedJson.DECIMAL).textValue();
      case OBJECT_ID -> value.get(ExtendedJson.OID).textValue();
      case SYMBOL -> value.get(ExtendedJson.SYMBOL).textValue();
      case UUID -> ExtendedJson.uuidText(value).orElseThrow();
      case BINARY -> value.get(ExtendedJson.BINARY).path("base64").textValue();
      case DATE ->
          Instant.ofEpochMilli(ExtendedJson.millis(value.get(ExtendedJson.DATE)).orElseThrow())
              .toString();
      case OTHER, DOCUMENT, ARRAY -> EventJson.write(value);
    };
  }
}

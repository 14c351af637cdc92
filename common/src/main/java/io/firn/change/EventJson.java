package io.firn.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/**
 * Reads and writes the JSON of events without losing anything on the way.
 *
 * <p>Numbers keep every digit and the way they were written; whole numbers of any length stay
 * whole; the bare {@code NaN} and {@code Infinity} of Debezium's MongoDB connector are read. A
 * field that stands twice in one object is refused rather than dropped.
 */
public final class EventJson {
  /** PostgreSQL's numeric has up to 131,072 digits before and 16,383 after the point. */
  private static final int MAX_DIGITS = 200_000;

  /** Reads what Debezium writes, of any length. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(MAX_DIGITS)
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(JSON);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private EventJson() {}

  /**
   * The value that {@code json} writes.
   *
   * @throws DoesNotFit when the text is not exactly one JSON value
   */
  public static JsonNode read(String json) throws DoesNotFit {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new DoesNotFit("no JSON: empty text");
      }
      JsonNode value = value(parser);
      if (parser.nextToken() != null) {
        throw new DoesNotFit("no JSON: text after its end");
      }
      return value;
    } catch (JsonProcessingException malformed) {
      throw new DoesNotFit(reason(malformed.getLocation()));
    } catch (IOException impossible) {
      throw new UncheckedIOException("text in memory could not be read", impossible);
    }
  }

  /** Where the text breaks; the parser's own message would show what stands there. */
  private static String reason(JsonLocation location) {
    return location == null ? "no JSON" : "no JSON from character " + location.getCharOffset();
  }

  /** {@code value} as compact JSON. */
  public static String write(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree could not be written", impossible);
    }
  }

  private static JsonNode value(JsonParser parser) throws IOException, DoesNotFit {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> fractional(parser);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, FIELD_NAME, END_ARRAY, END_OBJECT ->
          throw new IllegalStateException("a JSON value cannot start with this token");
    };
  }

  private static JsonNode object(JsonParser parser) throws IOException, DoesNotFit {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (object.replace(name, value(parser)) != null) {
        throw new DoesNotFit("a JSON object has a field twice");
      }
    }
    return object;
  }

  private static JsonNode array(JsonParser parser) throws IOException, DoesNotFit {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static JsonNode whole(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER -> NODES.numberNode(new BigInteger(parser.getText()));
      case FLOAT, DOUBLE, BIG_DECIMAL ->
          throw new IllegalStateException("a whole number has no fraction");
    };
  }

  private static JsonNode fractional(JsonParser parser) throws IOException, DoesNotFit {
    if (parser.isNaN()) {
      return NODES.numberNode(parser.getDoubleValue());
    }
    try {
      return new WrittenNumber(parser.getText());
    } catch (NumberFormatException tooFar) {
      throw new DoesNotFit("a number has an exponent beyond all reason");
    }
  }
}

package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.apache.iceberg.types.Type;

/** Decodes JSON text. */
final class Decoding {
  private Decoding() {}

  static SourceType undeclared() {
    return SourceType.undeclared(Optional.empty());
  }

  static Object natural(SourceType source, String json) throws DoesNotFit {
    return decode(source, source.naturalType(), json);
  }

  static Object decode(SourceType source, Type column, String json) throws DoesNotFit {
    return ColumnDecoder.of(source, column).decode(EventJson.read(json));
  }

  static Optional<Object> tryDecode(SourceType source, Type column, String json) {
    try {
      return Optional.of(decode(source, column, json));
    } catch (DoesNotFit refused) {
      return Optional.empty();
    }
  }

  static String quoted(String text) {
    JsonNode node = TextNode.valueOf(text);
    return node.toString();
  }
}

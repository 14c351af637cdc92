package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/** Bytes as Connect's JSON converter writes them. */
final class Base64Text {
  private Base64Text() {}

  static byte[] bytes(JsonNode value) throws DoesNotFit {
    if (!value.isTextual()) {
      throw new DoesNotFit("expected base64 text, found " + JsonNumber.kind(value));
    }
    try {
      return Base64.getDecoder().decode(value.textValue());
    } catch (IllegalArgumentException notBase64) {
      throw new DoesNotFit("the text is no base64");
    }
  }
}

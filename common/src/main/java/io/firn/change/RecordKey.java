package io.firn.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firn.change.EnvelopeRefusal.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Cuts a record key: its JSON as it came, or the payload of one with an embedded schema. */
public final class RecordKey {
  /**
   * The key's own JSON.
   *
   * @throws EnvelopeRefusal when the key is no JSON
   */
  public byte[] payload(byte[] key) throws EnvelopeRefusal {
    try (JsonParser parser = EventJson.JSON.createParser(key)) {
      byte[] payload = key;
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new EnvelopeRefusal(Reason.KEY_NOT_JSON, "the key is no JSON: it is empty");
      }
      if (first == JsonToken.START_OBJECT) {
        boolean schema = false;
        Optional<byte[]> wrapped = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          parser.nextToken();
          schema |= field.equals("schema");
          int start = (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          parser.finishToken();
          if (field.equals("payload")) {
            int end = (int) parser.currentLocation().getByteOffset();
            wrapped = Optional.of(Arrays.copyOfRange(key, start, end));
          }
        }
        payload = schema ? wrapped.orElse(key) : key;
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw new EnvelopeRefusal(Reason.KEY_NOT_JSON, "text after the end of the key's JSON");
      }
      return payload;
    } catch (IOException malformed) {
      throw new EnvelopeRefusal(Reason.KEY_NOT_JSON, "the key is " + EnvelopeJson.where(malformed));
    }
  }
}

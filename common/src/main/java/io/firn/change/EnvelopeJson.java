package io.firn.change;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** Says where JSON is broken without repeating what stands there. */
final class EnvelopeJson {
  private EnvelopeJson() {}

  static String where(IOException malformed) {
    if (malformed instanceof JsonProcessingException json && json.getLocation() != null) {
      JsonLocation location = json.getLocation();
      return "no JSON from byte " + location.getByteOffset() + " on";
    }
    return "no JSON: " + malformed.getClass().getSimpleName();
  }
}

package io.firn.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.Map;

/**
 * What a rewind leaves in the table's properties, since it makes no snapshot that could say it.
 *
 * @param by who asked for it
 * @param target what was asked for, e.g. {@code run nightly-7}
 */
public record RewindNote(String by, Instant at, String target) {
  /**
   * Table property: a JSON array, the newest last, of {@code {"by":…,"at":…,"target":…,"from":
   * "snapshot id","to":"snapshot id, or none"}}.
   */
  public static final String PROPERTY = "firn.rewinds";

  private static final int MOST = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The property's text with this note added; the oldest notes make room. */
  String addedTo(Map<String, String> properties, String from, String to) {
    try {
      ArrayNode notes = (ArrayNode) JSON.reader().readTree(properties.getOrDefault(PROPERTY, "[]"));
      notes
          .addObject()
          .put("by", by)
          .put("at", at.toString())
          .put("target", target)
          .put("from", from)
          .put("to", to);
      while (notes.size() > MOST) {
        notes.remove(0);
      }
      return JSON.writeValueAsString(notes);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable table property " + PROPERTY, broken);
    }
  }
}

package io.firn.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.model.Acceptance;
import java.util.ArrayList;
import java.util.List;

/**
 * A break in a topic's history that a person let pass, as it is recorded in the table.
 *
 * @param kind the word after {@code --accept}
 * @param runKey the run that it was given to
 * @param at when that run began, as ISO 8601 text
 */
record AcceptedBreak(
    String kind, String topic, String expected, String found, String runKey, String at) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static AcceptedBreak of(
      Acceptance.Kind kind, String topic, String expected, String found, String runKey, String at) {
    return new AcceptedBreak(kind.id(), topic, expected, found, runKey, at);
  }

  /** {@code earlier}, as written before, with {@code more} behind it. */
  static String text(String earlier, List<AcceptedBreak> more) {
    List<AcceptedBreak> all = new ArrayList<>(parse(earlier));
    all.addAll(more);
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("records of text are JSON", impossible);
    }
  }

  static List<AcceptedBreak> parse(String text) {
    try {
      return JSON.readValue(text, new TypeReference<List<AcceptedBreak>>() {});
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable record of what was accepted: " + text, broken);
    }
  }
}

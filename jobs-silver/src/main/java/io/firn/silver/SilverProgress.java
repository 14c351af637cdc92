package io.firn.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The input that a silver table holds: {@code {"input":"bronze.orders","table":"<uuid>","snapshot":
 * 42}}.
 *
 * @param table the input table's UUID: a table dropped and created again is another input
 * @param snapshot the last snapshot of the input whose rows are in
 */
record SilverProgress(String input, String table, long snapshot) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static SilverProgress parse(String text) {
    try {
      return JSON.readValue(text, SilverProgress.class);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable silver progress in the table: " + text, broken);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record of text and a number is JSON", impossible);
    }
  }
}

package io.firn.gold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a gold table was made of: {@code {"inputs":{"silver.orders":42},"logic":"<sha-256>"}}.
 *
 * @param inputs the snapshot read of each input table: the run's cut
 * @param logic hash of the query's text, its grain and what is expected of its rows, so that an
 *     edited one is refreshed without new data
 */
record GoldProgress(SortedMap<String, Long> inputs, String logic) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  GoldProgress {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
  }

  static GoldProgress parse(String text) {
    try {
      return JSON.readValue(text, GoldProgress.class);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable gold progress in the table: " + text, broken);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record of text and numbers is JSON", impossible);
    }
  }
}

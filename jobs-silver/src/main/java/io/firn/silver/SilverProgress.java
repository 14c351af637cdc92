package io.firn.silver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The input that a silver table holds: {@code {"input":"bronze.orders","table":"<uuid>","snapshot":
 * 42}}, and {@code "truncated":{"acme":{"position":"…","partition":0,"offset":12}}} once a tenant's
 * table was truncated, and {@code "transform":"<hash>"} when there is one.
 *
 * @param table the input table's UUID: a table dropped and created again is another input
 * @param snapshot the last snapshot of the input whose rows are in
 * @param truncated see {@link Truncates}
 * @param transform what the rows were made with, see {@link TransformCode#fingerprint}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SilverProgress(
    String input,
    String table,
    @JsonInclude(JsonInclude.Include.ALWAYS) long snapshot,
    @JsonProperty("truncated") SortedMap<String, Image.Sequence> truncated,
    String transform) {
  private static final ObjectMapper JSON = new ObjectMapper();

  SilverProgress {
    truncated =
        truncated == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(truncated));
    transform = transform == null ? TransformCode.NONE : transform;
  }

  SilverProgress(String input, String table, long snapshot) {
    this(input, table, snapshot, Collections.emptySortedMap(), TransformCode.NONE);
  }

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
      throw new IllegalStateException("a record of texts and numbers is JSON", impossible);
    }
  }

  Truncates truncates() {
    return new Truncates(truncated);
  }

  /** This progress with the truncates that its range brought. */
  SilverProgress with(Truncates truncates) {
    return new SilverProgress(
        input, table, snapshot, truncates().with(truncates).last(), transform);
  }
}

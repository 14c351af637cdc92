package io.firn.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.Table;

/**
 * What of the source's shape a table does not follow, as it was told: so that what comes with every
 * event of every run is told once. Kept as a property of the table.
 *
 * @param told what was told, see {@link ShapeChanges}
 * @param lacking topics whose rows lack fields that the table has columns for, with the schema that
 *     was looked at; a topic that has them all is not here
 */
record ShapeState(SortedSet<String> told, SortedMap<String, String> lacking) {
  static final String PROPERTY = "firn.schema-state";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ShapeState NOTHING = new ShapeState(new TreeSet<>(), new TreeMap<>());

  ShapeState {
    told = Collections.unmodifiableSortedSet(new TreeSet<>(told));
    lacking = Collections.unmodifiableSortedMap(new TreeMap<>(lacking));
  }

  static ShapeState of(Optional<Table> table) {
    return table
        .map(have -> have.properties().get(PROPERTY))
        .map(ShapeState::parse)
        .orElse(NOTHING);
  }

  private static ShapeState parse(String text) {
    try {
      return JSON.readValue(text, ShapeState.class);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable " + PROPERTY + " in the table: " + text, broken);
    }
  }

  /** The property that keeps it. */
  Map<String, String> property() {
    try {
      return Map.of(PROPERTY, JSON.writeValueAsString(this));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record of texts is JSON", impossible);
    }
  }
}

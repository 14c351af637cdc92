package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.model.TopicPartition;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A change of a silver table's shape, or one that the source made and the table did not follow.
 *
 * @param column with the fields that lead inside it, dotted; of a new table empty
 * @param from the type before, empty when there was none
 * @param to the type since; of what the table did not follow, the type that the source has
 * @param decidedBy the rule that decided it, e.g. {@code evolve = add}
 * @param place the first event of its run that has it; empty when none does, as of a column that
 *     was declared before its source has it
 */
public record SchemaChange(
    Kind kind,
    String column,
    Optional<String> from,
    Optional<String> to,
    String decidedBy,
    Optional<Place> place,
    String runKey,
    Instant at) {

  /** What became of the table's shape. */
  public enum Kind {
    CREATE_TABLE,
    ADD_COLUMN,
    /** Inside a column. */
    ADD_FIELD,
    WIDEN,
    /** A source field that is not there any more; its column stays. */
    GONE,
    /** A column whose source field changed to a type that it does not hold. */
    KEPT,
    /** The same, while other tenants' field has a type that it holds. */
    TENANTS_DISAGREE,
    /** A source field that stays in bronze. */
    HELD_BACK;

    /** As tables and JSON have it, e.g. {@code add-column}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String id) {
      return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * Where an event lies.
   *
   * @param tenant empty when topics name none
   */
  public record Place(Optional<String> tenant, TopicPartition partition, long offset) {
    @Override
    public String toString() {
      return partition + "@" + offset;
    }
  }

  /** One sentence, in the words of a run's report. */
  public String sentence() {
    String type = to.orElse("");
    String whose = place.flatMap(Place::tenant).map(tenant -> " of tenant " + tenant).orElse("");
    return switch (kind) {
      case CREATE_TABLE -> "create table with " + type;
      case ADD_COLUMN -> "add column " + column + " " + type;
      case ADD_FIELD -> "add field " + column + " " + type;
      case WIDEN -> "widen column " + column + " from " + from.orElse("") + " to " + type;
      case GONE -> "field of column " + column + " is gone from the source" + whose + ": it stays";
      case KEPT, TENANTS_DISAGREE ->
          "column "
              + column
              + " stays "
              + from.orElse("")
              + " although the source"
              + whose
              + " has "
              + type
              + ": values that do not fit are in "
              + Columns.RESCUED;
      case HELD_BACK -> "field " + column + " " + type + " stays in bronze (" + decidedBy + ")";
    };
  }

  /** Every field under its name; null where there is none. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("change", kind.id())
        .put("column", column)
        .put("from", from.orElse(null))
        .put("to", to.orElse(null))
        .put("decidedBy", decidedBy)
        .put("tenant", place.flatMap(Place::tenant).orElse(null))
        .put("topic", place.map(where -> where.partition().topic()).orElse(null))
        .put("partition", place.map(where -> where.partition().partition()).orElse(null))
        .put("offset", place.map(Place::offset).orElse(null))
        .put("runKey", runKey)
        .put("at", at.toString());
  }

  static SchemaChange of(JsonNode json) {
    return new SchemaChange(
        Kind.of(json.get("change").textValue()),
        json.get("column").textValue(),
        text(json, "from"),
        text(json, "to"),
        json.get("decidedBy").textValue(),
        text(json, "topic").map(topic -> place(json, topic)),
        json.get("runKey").textValue(),
        Instant.parse(json.get("at").textValue()));
  }

  private static Place place(JsonNode json, String topic) {
    return new Place(
        text(json, "tenant"),
        new TopicPartition(topic, json.get("partition").intValue()),
        json.get("offset").longValue());
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.ofNullable(json.path(name).textValue());
  }
}

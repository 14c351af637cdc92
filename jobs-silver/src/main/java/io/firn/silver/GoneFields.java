package io.firn.silver;

import io.firn.change.SourceSchema;
import io.firn.run.JobContext;
import io.firn.silver.SchemaChange.Place;
import io.firn.silver.ShapeEvidence.OfSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Finds fields that a topic's last schema has no more. Whether it had them before, or belongs to a
 * tenant that never did, is looked up among the schemas that bronze keeps, once for each schema
 * that lacks any. Events without a schema do not say what they lack.
 */
final class GoneFields {
  private final ShapeEvidence evidence;
  private final Function<String, List<String>> pathOf;
  private final JobContext context;

  /**
   * @param pathOf the source field of a column, with the fields that lead to it
   */
  GoneFields(ShapeEvidence evidence, Function<String, List<String>> pathOf, JobContext context) {
    this.evidence = evidence;
    this.pathOf = pathOf;
    this.context = context;
  }

  /**
   * A field that is gone.
   *
   * @param column with the fields that lead inside it, dotted
   * @param type that the table has for it
   * @param place the first event without it
   */
  record Gone(String column, Type type, Place place) {}

  private record Missing(List<String> name, Type type) {
    String column() {
      return String.join(".", name);
    }
  }

  /**
   * @param columns that the source fills
   * @param lacking see {@link ShapeState}; brought up to date
   */
  List<Gone> of(Map<String, Type> columns, Map<String, String> lacking) {
    Map<String, OfSchema> last = new TreeMap<>();
    evidence.schemas().forEach(schema -> last.put(schema.where().topic(), schema));
    Map<OfSchema, List<Missing>> unseen = new LinkedHashMap<>();
    last.forEach(
        (topic, schema) -> {
          List<Missing> missing = missing(columns, schema);
          if (missing.isEmpty()) {
            lacking.remove(topic);
          } else if (!schema.id().equals(lacking.put(topic, schema.id()))) {
            unseen.put(schema, missing);
          }
        });
    return gone(unseen);
  }

  private List<Gone> gone(Map<OfSchema, List<Missing>> unseen) {
    Set<String> topics =
        unseen.keySet().stream()
            .map(schema -> schema.where().topic())
            .collect(Collectors.toUnmodifiableSet());
    Map<String, Map<String, SourceSchema>> kept = SourceSchemas.ofTopics(context, topics);
    List<Gone> gone = new ArrayList<>();
    unseen.forEach(
        (schema, missing) -> {
          List<OfSchema> others =
              kept.getOrDefault(schema.where().topic(), Map.of()).entrySet().stream()
                  .filter(one -> !one.getKey().equals(schema.id()))
                  .map(
                      one ->
                          new OfSchema(
                              one.getKey(), one.getValue(), schema.where(), schema.lowest()))
                  .toList();
          missing.stream()
              .filter(field -> others.stream().anyMatch(one -> one.type(path(field)).isPresent()))
              .map(field -> new Gone(field.column(), field.type(), evidence.place(schema)))
              .forEach(gone::add);
        });
    return gone;
  }

  private List<String> path(Missing field) {
    return Stream.concat(
            pathOf.apply(field.name().get(0)).stream(),
            field.name().subList(1, field.name().size()).stream())
        .toList();
  }

  /** Columns, and fields inside of them, that {@code schema} has nothing for. */
  private List<Missing> missing(Map<String, Type> columns, OfSchema schema) {
    List<Missing> missing = new ArrayList<>();
    columns.forEach(
        (column, type) ->
            addMissing(
                new Missing(List.of(column), type), schema.type(pathOf.apply(column)), missing));
    return missing;
  }

  private static void addMissing(Missing field, Optional<Type> source, List<Missing> missing) {
    if (source.isEmpty()) {
      missing.add(field);
    } else if (field.type() instanceof Types.StructType have
        && source.get() instanceof Types.StructType found) {
      for (Types.NestedField inside : have.fields()) {
        addMissing(
            new Missing(
                Stream.concat(field.name().stream(), Stream.of(inside.name())).toList(),
                inside.type()),
            Optional.ofNullable(found.fieldType(inside.name())),
            missing);
      }
    }
  }
}

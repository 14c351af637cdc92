package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.DocumentInference;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.MongoPatch;
import io.firn.change.SourceSchema;
import io.firn.config.BronzeTable;
import io.firn.config.SilverTable;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import io.firn.schema.ShapeInference;
import io.firn.schema.TypeLattice;
import io.firn.silver.SchemaChange.Place;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Which events of a range have a shape that the table has not got.
 *
 * <p>Events that come with a schema are known by it: the range was counted by schema, with the
 * lowest offset of each. Others are read once more, which happens only when the table's shape
 * changes: nothing is looked for while it does not.
 */
final class ShapeEvidence {
  private final SilverTable table;
  private final Delta delta;
  private final List<OfSchema> schemas;
  private final JobContext context;

  ShapeEvidence(SilverTable table, Delta delta, Survey survey, JobContext context) {
    this.table = table;
    this.delta = delta;
    this.context = context;
    this.schemas = schemas(delta.profile(), survey.schemas());
  }

  /** A schema where it begins in one topic-partition. */
  record OfSchema(String id, SourceSchema schema, TopicPartition where, Profile.Lowest lowest) {
    /** The type that its events have at {@code path}; empty when they have nothing there. */
    Optional<Type> type(List<String> path) {
      return schema
          .field(path.get(0))
          .flatMap(field -> at(field.type().naturalType(), path.subList(1, path.size())));
    }
  }

  /**
   * A type that events are to have at a path of their row image.
   *
   * @param have the type that they do not fit; null for one that nothing fits
   */
  record Wanted(List<String> path, Type have) implements Serializable {
    boolean shownBy(Type found) {
      return have == null || !TypeLattice.holds(have, found);
    }
  }

  /**
   * @param first by topic, the first event that has it
   * @param others topics with events that have another type at the same path
   */
  record Found(SortedMap<String, Place> first, Set<String> others) {
    Optional<Place> any() {
      return first.values().stream().findFirst();
    }
  }

  private record Sight(int wanted, String topic, int partition, long offset, boolean shown)
      implements Serializable {}

  private static List<OfSchema> schemas(Profile profile, Map<String, SourceSchema> schemas) {
    Map<List<Object>, OfSchema> all = new HashMap<>();
    for (Profile.Group group : profile.groups()) {
      SourceSchema schema = group.schemaId() == null ? null : schemas.get(group.schemaId());
      if (schema != null && !schema.documents()) {
        all.merge(
            List.of(group.partition(), group.schemaId()),
            new OfSchema(group.schemaId(), schema, group.partition(), group.lowest()),
            (one, other) ->
                new OfSchema(
                    one.id(), one.schema(), one.where(), one.lowest().with(other.lowest())));
      }
    }
    return all.values().stream()
        .sorted(
            Comparator.comparing((OfSchema one) -> one.where().topic())
                .thenComparing(one -> one.lowest().position())
                .thenComparing(OfSchema::where))
        .toList();
  }

  /** By topic, then in the order in which they came up. */
  List<OfSchema> schemas() {
    return schemas;
  }

  Place place(OfSchema schema) {
    return place(schema.where(), schema.lowest().offset());
  }

  private Place place(TopicPartition partition, long offset) {
    return new Place(
        context
            .pipeline()
            .bronze(table.from().table())
            .filter(BronzeTable::namesTenant)
            .flatMap(bronze -> bronze.tenant(partition.topic())),
        partition,
        offset);
  }

  /** The first event of the range. */
  Optional<Place> first() {
    return delta.profile().groups().stream()
        .min(
            Comparator.comparing(Profile.Group::partition)
                .thenComparing(group -> group.lowest().offset()))
        .map(group -> place(group.partition(), group.lowest().offset()));
  }

  /** What of the range shows each of {@code wanted}, in their order. */
  List<Found> find(List<Wanted> wanted) {
    List<Found> found = new ArrayList<>();
    wanted.forEach(one -> found.add(new Found(new TreeMap<>(), new TreeSet<>())));
    if (wanted.isEmpty()) {
      return found;
    }
    for (int number = 0; number < wanted.size(); number++) {
      Wanted one = wanted.get(number);
      for (OfSchema schema : schemas) {
        Optional<Type> type = schema.type(one.path());
        if (type.isPresent() && one.shownBy(type.get())) {
          found.get(number).first().putIfAbsent(schema.where().topic(), place(schema));
        } else if (type.isPresent()) {
          found.get(number).others().add(schema.where().topic());
        }
      }
    }
    if (delta.profile().schemaless()) {
      search(wanted, found);
    }
    return found;
  }

  private void search(List<Wanted> wanted, List<Found> found) {
    boolean documents = DocumentSurvey.isOfDocuments(table, context);
    Dataset<Row> images =
        delta
            .rows()
            .filter(
                functions
                    .col("op")
                    .isin("r", "c", "u")
                    .and(documents ? functions.lit(true) : functions.col("schema_id").isNull()))
            .select("topic", "partition", "offset", "before", "after", "patch");
    images
        .toJavaRDD()
        .mapPartitions(
            (FlatMapFunction<Iterator<Row>, Sight>) rows -> sights(rows, wanted, documents))
        .collect()
        .stream()
        .sorted(Comparator.comparingInt(Sight::partition).thenComparingLong(Sight::offset))
        .forEach(sight -> note(sight, found.get(sight.wanted())));
  }

  private void note(Sight sight, Found found) {
    if (sight.shown()) {
      TopicPartition partition = new TopicPartition(sight.topic(), sight.partition());
      found.first().putIfAbsent(sight.topic(), place(partition, sight.offset()));
    } else {
      found.others().add(sight.topic());
    }
  }

  /** Of each topic-partition the first event that shows what is wanted, and one that does not. */
  private static Iterator<Sight> sights(
      Iterator<Row> rows, List<Wanted> wanted, boolean documents) {
    Map<List<Object>, Sight> sights = new HashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      Map<String, Type> types = types(row, documents);
      for (int number = 0; number < wanted.size(); number++) {
        Wanted one = wanted.get(number);
        Optional<Type> type =
            Optional.ofNullable(types.get(one.path().get(0)))
                .flatMap(field -> at(field, one.path().subList(1, one.path().size())));
        if (type.isPresent()) {
          Sight sight =
              new Sight(
                  number, row.getString(0), row.getInt(1), row.getLong(2), one.shownBy(type.get()));
          sights.merge(
              List.of(number, sight.topic(), sight.partition(), sight.shown()),
              sight,
              (left, right) -> left.offset() <= right.offset() ? left : right);
        }
      }
    }
    return sights.values().iterator();
  }

  private static Map<String, Type> types(Row row, boolean documents) {
    try {
      if (!documents) {
        return row.isNullAt(4)
            ? Map.of()
            : new ShapeInference().observe(EventJson.read(row.getString(4))).types();
      }
      DocumentInference seen = new DocumentInference();
      Documents.image(row.getString(3), row.getString(4), row.getString(5))
          .ifPresent(image -> observed(image).forEach(seen::observe));
      return seen.types();
    } catch (DoesNotFit | MongoPatch.Refusal refused) {
      // ChangeSplit refuses the same change by name, with its offset.
      return Map.of();
    }
  }

  private static Collection<JsonNode> observed(JsonNode image) {
    if (!Documents.isPatch(image)) {
      return List.of(image);
    }
    List<JsonNode> parts = new ArrayList<>();
    Documents.patch(image)
        .updated()
        .forEach((path, value) -> parts.add(DocumentSurvey.at(path, value, Map.of())));
    return parts;
  }

  /** The type inside of {@code type}; through a list to its elements, through a map to values. */
  private static Optional<Type> at(Type type, List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(type);
    }
    String step = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (type instanceof Types.StructType struct) {
      return Optional.ofNullable(struct.fieldType(step)).flatMap(field -> at(field, rest));
    }
    if (type instanceof Types.ListType list) {
      boolean named = step.equals("element") || step.matches("[0-9]+");
      return at(list.elementType(), named ? rest : path);
    }
    return type instanceof Types.MapType map ? at(map.valueType(), rest) : Optional.empty();
  }
}

package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.DocumentInference;
import io.firn.change.DoesNotFit;
import io.firn.change.MongoPatch;
import io.firn.change.SourceSchema;
import io.firn.config.Connector;
import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import io.firn.schema.TypeLattice;
import io.firn.table.Tables;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Which fields a delta's documents have. */
final class DocumentSurvey {
  /** For a table whose columns are known. */
  static final Survey WITHOUT_FIELDS =
      new Survey(Map.of(Documents.SCHEMA, SourceSchema.ofDocuments()), Map.of(), Map.of());

  private DocumentSurvey() {}

  /**
   * What was seen in a part of the delta.
   *
   * @param told by documents and by updates of whole fields
   * @param guessed from paths into fields, of which a number may be an element or a name
   */
  private record Seen(DocumentInference told, DocumentInference guessed) implements Serializable {
    static Seen nothing() {
      return new Seen(new DocumentInference(), new DocumentInference());
    }

    Seen merge(Seen other) {
      return new Seen(told.merge(other.told), guessed.merge(other.guessed));
    }

    void observe(JsonNode image, Map<String, Type> have) {
      if (!Documents.isPatch(image)) {
        told.observe(image);
        return;
      }
      MongoPatch patch = Documents.patch(image);
      patch
          .updated()
          .forEach((path, value) -> (isPath(path) ? guessed : told).observe(at(path, value, have)));
    }

    private static boolean isPath(String path) {
      return path.indexOf('.') >= 0;
    }
  }

  static boolean isOfDocuments(SilverTable table, JobContext context) {
    return context
        .pipeline()
        .bronze(table.from().table())
        .filter(bronze -> bronze.connector() == Connector.MONGODB)
        .isPresent();
  }

  static Survey of(SilverTable table, Dataset<Row> delta, JobContext context) {
    if (table.explode().isPresent()) {
      return new ExplodedSurvey(table, context).ofDocuments(delta);
    }
    Map<String, Type> have =
        Tables.load(context.catalog(), table.unit().tableName())
            .map(target -> byField(RowShape.of(table, TypedColumns.of(table, target))))
            .orElse(Map.of());
    return new Survey(WITHOUT_FIELDS.schemas(), fields(table, delta, have), Map.of());
  }

  /** The types of the columns that hold a whole field, by field. */
  static Map<String, Type> byField(RowShape shape) {
    Map<String, Type> types = new HashMap<>();
    shape.columns().stream()
        .filter(column -> column.path().size() == 1)
        .forEach(column -> types.put(column.path().get(0), column.field().type()));
    return types;
  }

  /** Fields with the type that holds all of the delta's values. */
  private static Map<String, Type> fields(
      SilverTable table, Dataset<Row> delta, Map<String, Type> have) {
    Seen seen =
        delta
            .filter(functions.col("op").isin("r", "c", "u"))
            .select("before", "after", "patch")
            .toJavaRDD()
            .mapPartitions((FlatMapFunction<Iterator<Row>, Seen>) changes -> observe(changes, have))
            .collect()
            .stream()
            .reduce(Seen.nothing(), Seen::merge);
    Map<String, Type> fields = new LinkedHashMap<>(seen.told().types(have));
    seen.guessed()
        .types(have)
        .forEach(
            (name, guess) ->
                fields.merge(name, guess, (told, also) -> merged(told, also, have.get(name))));
    return keyed(table, fields);
  }

  /** What is only guessed must not make text of what is told, but a column grows by it. */
  static Type merged(Type told, Type guess, Type have) {
    boolean grows = have != null && have.isNestedType() && !told.isNestedType();
    return grows ? guess : TypeLattice.grow(told, guess);
  }

  private static Map<String, Type> keyed(SilverTable table, Map<String, Type> fields) {
    for (String column : table.key()) {
      // A document identifies its row by its text: a struct has no hash and no order.
      fields.computeIfPresent(
          KeyPaths.path(table, column).get(0),
          (name, type) -> type.isNestedType() ? Types.StringType.get() : type);
    }
    return fields;
  }

  private static Iterator<Seen> observe(Iterator<Row> changes, Map<String, Type> have) {
    Seen seen = Seen.nothing();
    while (changes.hasNext()) {
      Row change = changes.next();
      try {
        Documents.image(change.getString(0), change.getString(1), change.getString(2))
            .ifPresent(image -> seen.observe(image, have));
      } catch (DoesNotFit | MongoPatch.Refusal refused) {
        // ChangeSplit refuses the same change by name, with its offset.
        continue;
      }
    }
    return List.of(seen).iterator();
  }

  /**
   * A document with nothing but {@code value} at {@code path}. A number stands for an element,
   * unless the column has a struct at that place.
   */
  static JsonNode at(String path, JsonNode value, Map<String, Type> have) {
    List<String> steps = List.of(path.split("\\.", -1));
    Type column = have.get(steps.get(0));
    return JsonNodeFactory.instance
        .objectNode()
        .set(steps.get(0), inside(steps.subList(1, steps.size()), value, column));
  }

  private static JsonNode inside(List<String> steps, JsonNode value, Type have) {
    if (steps.isEmpty()) {
      return value;
    }
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    if (step.matches("[0-9]+") && !(have instanceof Types.StructType)) {
      Type element = have instanceof Types.ListType list ? list.elementType() : null;
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      return array.add(inside(rest, value, element));
    }
    Type field = have instanceof Types.StructType struct ? struct.fieldType(step) : null;
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    return document.set(step, inside(rest, value, field));
  }
}

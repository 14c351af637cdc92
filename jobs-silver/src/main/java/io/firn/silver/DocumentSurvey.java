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
import java.io.Serializable;
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

    void observe(JsonNode image) {
      if (!Documents.isPatch(image)) {
        told.observe(image);
        return;
      }
      MongoPatch patch = Documents.patch(image);
      patch
          .updated()
          .forEach((path, value) -> (isPath(path) ? guessed : told).observe(at(path, value)));
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

  static Survey of(SilverTable table, Dataset<Row> delta) {
    return new Survey(WITHOUT_FIELDS.schemas(), fields(table, delta), Map.of());
  }

  /** Fields with the type that holds all of the delta's values. */
  private static Map<String, Type> fields(SilverTable table, Dataset<Row> delta) {
    Seen seen =
        delta
            .filter(functions.col("op").isin("r", "c", "u"))
            .select("before", "after", "patch")
            .toJavaRDD()
            .mapPartitions((FlatMapFunction<Iterator<Row>, Seen>) DocumentSurvey::observe)
            .collect()
            .stream()
            .reduce(Seen.nothing(), Seen::merge);
    Map<String, Type> fields = new LinkedHashMap<>(seen.told().types());
    // What is only guessed must not make text of what is told.
    seen.guessed().types().forEach((name, type) -> fields.merge(name, type, TypeLattice::grow));
    for (String column : table.key()) {
      // A document identifies its row by its text: a struct has no hash and no order.
      fields.computeIfPresent(
          KeyPaths.path(table, column).get(0),
          (name, type) -> type.isNestedType() ? Types.StringType.get() : type);
    }
    return fields;
  }

  private static Iterator<Seen> observe(Iterator<Row> changes) {
    Seen seen = Seen.nothing();
    while (changes.hasNext()) {
      Row change = changes.next();
      try {
        Documents.image(change.getString(0), change.getString(1), change.getString(2))
            .ifPresent(seen::observe);
      } catch (DoesNotFit | MongoPatch.Refusal refused) {
        // ChangeSplit refuses the same change by name, with its offset.
        continue;
      }
    }
    return List.of(seen).iterator();
  }

  /** A document with nothing but {@code value} at {@code path}; a number stands for an element. */
  private static JsonNode at(String path, JsonNode value) {
    List<String> steps = List.of(path.split("\\.", -1));
    JsonNode inside = value;
    for (int i = steps.size() - 1; i > 0; i--) {
      String step = steps.get(i);
      if (step.matches("[0-9]+")) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        inside = array.add(inside);
      } else {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        inside = document.set(step, inside);
      }
    }
    return JsonNodeFactory.instance.objectNode().set(steps.get(0), inside);
  }
}

package io.firn.silver;

import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.SourceField;
import io.firn.change.SourceSchema;
import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import io.firn.schema.ShapeInference;
import io.firn.schema.TypeLattice;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.types.Type;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What is in a delta before any of it is decoded.
 *
 * @param schemas embedded schemas by id
 * @param fields source fields with the type that holds all of the delta's values, in the source's
 *     order where a schema tells it
 * @param groups keys that key changes connect, see {@link KeyGroups}
 */
record Survey(
    Map<String, SourceSchema> schemas, Map<String, Type> fields, Map<String, String> groups) {

  static Survey of(SilverTable table, Delta read, JobContext context) {
    Dataset<Row> delta = read.rows();
    if (DocumentSurvey.isOfDocuments(table, context)) {
      return DocumentSurvey.of(table, delta, context);
    }
    Set<String> ids = read.profile().schemaIds();
    Map<String, SourceSchema> schemas = SourceSchemas.read(context, ids);
    if (table.explode().isPresent()) {
      return new ExplodedSurvey(table, context).ofRows(schemas, read, groups(table, read));
    }
    Map<String, Type> fields = new LinkedHashMap<>();
    ids.forEach(id -> schemas.get(id).after().forEach(field -> note(fields, field)));
    if (read.profile().schemaless()) {
      inferred(delta).types().forEach((name, type) -> merge(fields, name, type));
    }
    return new Survey(schemas, fields, groups(table, read));
  }

  static void note(Map<String, Type> fields, SourceField field) {
    merge(fields, field.name(), field.type().naturalType());
  }

  /** Two events may tell one field differently; where no type holds both, the first stays. */
  private static void merge(Map<String, Type> fields, String name, Type type) {
    fields.merge(name, type, TypeLattice::grow);
  }

  private static ShapeInference inferred(Dataset<Row> delta) {
    JavaRDD<String> images =
        delta
            .filter(functions.col("schema_id").isNull().and(functions.col("after").isNotNull()))
            .select("after")
            .as(Encoders.STRING())
            .toJavaRDD();
    return images
        .mapPartitions((FlatMapFunction<Iterator<String>, ShapeInference>) Survey::observe)
        .collect()
        .stream()
        .reduce(new ShapeInference(), ShapeInference::merge);
  }

  private static Iterator<ShapeInference> observe(Iterator<String> images) throws DoesNotFit {
    ShapeInference inference = new ShapeInference();
    while (images.hasNext()) {
      inference.observe(EventJson.read(images.next()));
    }
    return List.of(inference).iterator();
  }

  private static Map<String, String> groups(SilverTable table, Delta delta) {
    if (!delta.profile().keyChangesWithGaps()) {
      return Map.of();
    }
    KeyPaths keyPaths = KeyPaths.of(table);
    KeyGroups groups = new KeyGroups();
    List<Row> changes =
        Delta.keyChangesWithGaps(delta.rows()).select("tenant", "old_key", "after").collectAsList();
    for (Row change : changes) {
      Optional<String> oldKey = key(keyPaths, change.getString(1), change.getString(0));
      Optional<String> newKey = key(keyPaths, change.getString(2), change.getString(0));
      if (oldKey.isPresent() && newKey.isPresent()) {
        groups.connect(oldKey.get(), newKey.get());
      }
    }
    return groups.byKey();
  }

  private static Optional<String> key(KeyPaths keyPaths, String json, String tenant) {
    try {
      return keyPaths.in(ChangeSplit.payload(EventJson.read(json)), tenant);
    } catch (DoesNotFit malformed) {
      // ChangeSplit refuses the same image by name, with its offset.
      return Optional.empty();
    }
  }

  KeyPaths keyPaths(SilverTable table) {
    return KeyPaths.of(table, schemas.containsKey(Documents.SCHEMA));
  }
}

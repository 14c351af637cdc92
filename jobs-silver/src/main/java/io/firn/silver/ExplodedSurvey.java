package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.DocumentInference;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.MongoPatch;
import io.firn.change.SourceField;
import io.firn.change.SourceSchema;
import io.firn.change.SourceType;
import io.firn.change.UnavailableValue;
import io.firn.config.ColumnSpec;
import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import io.firn.schema.ShapeInference;
import io.firn.schema.TypeLattice;
import io.firn.table.Tables;
import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Which fields the elements of a delta's arrays have, and which types the key columns of their
 * source rows need: fields are named as the elements', key columns as the table's.
 */
final class ExplodedSurvey {
  private final SilverTable table;
  private final JobContext context;

  ExplodedSurvey(SilverTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  /** The table with its key columns named as a survey of it names them. */
  static SilverTable named(SilverTable table) {
    if (table.explode().isEmpty()) {
      return table;
    }
    List<ColumnSpec> columns =
        table.columns().stream()
            .map(
                column ->
                    table.key().contains(column.name())
                        ? new ColumnSpec(
                            column.name(), column.name(), column.type(), column.encoding())
                        : column)
            .toList();
    return new SilverTable(
        table.name(),
        table.from(),
        table.key(),
        columns,
        table.evolve(),
        table.buckets(),
        table.rules());
  }

  /** Whether a delta told nothing that a table with elements as rows could be made of. */
  static boolean hasNoElements(SilverTable table, Survey survey) {
    return table.explode().isPresent()
        && table.key().containsAll(survey.fields().keySet())
        && table.explode().get().ownKey()
        && table.columns().stream()
            .noneMatch(
                column ->
                    column.name().equals(table.explode().get().key()) && column.type().isPresent());
  }

  /** What was seen in a part of the delta. */
  private record Seen(
      DocumentInference told,
      DocumentInference guessed,
      ShapeInference plain,
      DocumentInference documentKeys,
      ShapeInference plainKeys)
      implements Serializable {
    static Seen nothing() {
      return new Seen(
          new DocumentInference(),
          new DocumentInference(),
          new ShapeInference(),
          new DocumentInference(),
          new ShapeInference());
    }

    Seen merge(Seen other) {
      return new Seen(
          told.merge(other.told),
          guessed.merge(other.guessed),
          plain.merge(other.plain),
          documentKeys.merge(other.documentKeys),
          plainKeys.merge(other.plainKeys));
    }
  }

  Survey ofDocuments(Dataset<Row> delta) {
    Elements elements = Elements.of(table.explode().orElseThrow(), true);
    KeyPaths keys = KeyPaths.of(table, true);
    Map<String, Type> have = have();
    Seen seen =
        delta
            .filter(functions.col("op").isin("r", "c", "u"))
            .select("before", "after", "patch")
            .toJavaRDD()
            .mapPartitions(
                (FlatMapFunction<Iterator<Row>, Seen>)
                    changes -> documents(changes, elements, keys, have))
            .collect()
            .stream()
            .reduce(Seen.nothing(), Seen::merge);
    Map<String, Type> fields = new LinkedHashMap<>(seen.told().types(have));
    seen.guessed()
        .types(have)
        .forEach(
            (name, guess) ->
                fields.merge(
                    name,
                    guess,
                    (told, also) -> DocumentSurvey.merged(told, also, have.get(name))));
    return new Survey(
        DocumentSurvey.WITHOUT_FIELDS.schemas(),
        together(seen.documentKeys().types(), fields),
        Map.of());
  }

  private static Iterator<Seen> documents(
      Iterator<Row> changes, Elements elements, KeyPaths keys, Map<String, Type> have) {
    Seen seen = Seen.nothing();
    Map<String, Type> array = Map.of(elements.field(), arrayOf(have, elements));
    while (changes.hasNext()) {
      Row change = changes.next();
      try {
        Optional<JsonNode> image =
            Documents.image(change.getString(0), change.getString(1), change.getString(2));
        if (image.filter(Documents::isPatch).isPresent()) {
          MongoPatch patch = Documents.patch(image.get());
          patch
              .updated()
              .forEach(
                  (path, value) ->
                      observe(
                          DocumentSurvey.at(path, value, array),
                          elements,
                          path.indexOf('.') >= 0 ? seen.guessed() : seen.told()));
        } else if (image.isPresent()) {
          seen.documentKeys().observe(keyColumns(image.get(), keys));
          observe(image.get(), elements, seen.told());
        }
      } catch (DoesNotFit | MongoPatch.Refusal refused) {
        // ChangeSplit refuses the same change by name, with its offset.
        continue;
      }
    }
    return List.of(seen).iterator();
  }

  /** For {@link DocumentSurvey#at}: where a number in a path means a field of that name. */
  private static Type arrayOf(Map<String, Type> have, Elements elements) {
    List<Types.NestedField> fields =
        have.entrySet().stream()
            .filter(field -> !field.getKey().isEmpty())
            .map(field -> Types.NestedField.optional(1, field.getKey(), field.getValue()))
            .toList();
    Type array = Types.ListType.ofOptional(1, Types.StructType.of(fields));
    for (int step = elements.path().size() - 1; step > 0; step--) {
      array = Types.StructType.of(Types.NestedField.optional(1, elements.path().get(step), array));
    }
    return array;
  }

  private static void observe(JsonNode image, Elements elements, DocumentInference into) {
    for (JsonNode element : values(image.path(elements.field()), elements)) {
      into.observe(elements.hasFields(element) ? element : value(element));
    }
  }

  /** What is no array is refused by {@link ElementRows}, by name. */
  private static List<JsonNode> values(JsonNode field, Elements elements) {
    try {
      return elements.in(field).stream().map(Elements.Element::value).toList();
    } catch (DoesNotFit noElements) {
      return List.of();
    }
  }

  private static JsonNode value(JsonNode element) {
    return JsonNodeFactory.instance.objectNode().set(Elements.VALUE, element);
  }

  private static JsonNode keyColumns(JsonNode image, KeyPaths keys) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    for (int part = 0; part < keys.columns().size(); part++) {
      if (!Columns.isTenant(keys.columns().get(part))) {
        columns.set(keys.columns().get(part), KeyPaths.at(image, keys.paths().get(part)));
      }
    }
    return columns;
  }

  /**
   * @param schemas that the rows came with
   * @param read what is in the range
   */
  Survey ofRows(Map<String, SourceSchema> schemas, Delta read, Map<String, String> groups) {
    Elements elements = Elements.of(table.explode().orElseThrow(), false);
    Map<String, Type> keys = new LinkedHashMap<>();
    Map<String, Type> fields = new LinkedHashMap<>();
    KeyPaths paths = KeyPaths.of(table);
    schemas.values().forEach(schema -> declared(schema, elements, paths, keys, fields));
    boolean allDeclared =
        !read.profile().schemaless()
            && schemas.values().stream().allMatch(schema -> elements.type(schema).isPresent());
    if (!allDeclared) {
      Seen seen =
          read
              .rows()
              .filter(functions.col("after").isNotNull())
              .select("after", "schema_id")
              .toJavaRDD()
              .mapPartitions(
                  (FlatMapFunction<Iterator<Row>, Seen>)
                      changes -> rows(changes, elements, paths, schemas))
              .collect()
              .stream()
              .reduce(Seen.nothing(), Seen::merge);
      seen.plainKeys().types().forEach((name, type) -> keys.merge(name, type, TypeLattice::grow));
      seen.plain().types().forEach((name, type) -> fields.merge(name, type, TypeLattice::grow));
    }
    return new Survey(schemas, together(keys, fields), groups);
  }

  private static void declared(
      SourceSchema schema,
      Elements elements,
      KeyPaths keys,
      Map<String, Type> keyTypes,
      Map<String, Type> fields) {
    for (int part = 0; part < keys.columns().size(); part++) {
      String column = keys.columns().get(part);
      schema
          .type(keys.paths().get(part))
          .filter(type -> !Columns.isTenant(column))
          .ifPresent(type -> keyTypes.merge(column, type.naturalType(), TypeLattice::grow));
    }
    elements
        .type(schema)
        .ifPresent(
            type -> {
              List<SourceField> inside =
                  type instanceof SourceType.StructOf struct
                      ? struct.fields()
                      : List.of(new SourceField(Elements.VALUE, true, type));
              inside.forEach(
                  field ->
                      fields.merge(field.name(), field.type().naturalType(), TypeLattice::grow));
            });
  }

  private static Iterator<Seen> rows(
      Iterator<Row> changes, Elements elements, KeyPaths keys, Map<String, SourceSchema> schemas) {
    Seen seen = Seen.nothing();
    while (changes.hasNext()) {
      Row change = changes.next();
      Optional<SourceSchema> schema = Optional.ofNullable(change.getString(1)).map(schemas::get);
      try {
        JsonNode image = EventJson.read(change.getString(0));
        if (schema.isEmpty()) {
          seen.plainKeys().observe(keyColumns(image, keys));
        }
        if (schema.flatMap(elements::type).isEmpty()) {
          observe(image, schema, elements, seen.plain());
        }
      } catch (DoesNotFit malformed) {
        // ChangeSplit refuses the same image by name, with its offset.
        continue;
      }
    }
    return List.of(seen).iterator();
  }

  private static void observe(
      JsonNode image, Optional<SourceSchema> schema, Elements elements, ShapeInference into) {
    JsonNode field = image.path(elements.field());
    SourceType type =
        schema
            .flatMap(known -> known.field(elements.field()))
            .map(SourceField::type)
            .orElseGet(() -> SourceType.undeclared(Optional.empty()));
    if (UnavailableValue.DEFAULT.standsFor(type, field)) {
      return;
    }
    for (JsonNode element : values(field, elements)) {
      into.observe(elements.hasFields(element) ? element : value(element));
    }
  }

  /** Columns that the table has by the field that fills them. */
  private Map<String, Type> have() {
    return Tables.load(context.catalog(), table.unit().tableName())
        .map(target -> DocumentSurvey.byField(RowShape.of(table, target.schema())))
        .orElse(Map.of());
  }

  /** A document identifies its row by its text: a struct has no hash and no order. */
  private Map<String, Type> together(Map<String, Type> keys, Map<String, Type> fields) {
    Map<String, Type> all = new LinkedHashMap<>();
    keys.forEach((column, type) -> all.put(column, flat(type)));
    String own = table.explode().orElseThrow().key();
    String ownField = KeyPaths.path(table, own).get(0);
    fields.forEach(
        (field, type) -> {
          // See ElementRows: a field that is called as a key column has none of its own.
          if (!table.key().contains(field)) {
            all.put(field, field.equals(ownField) && isWhole(own) ? flat(type) : type);
          }
        });
    return all;
  }

  private boolean isWhole(String column) {
    return KeyPaths.path(table, column).size() == 1;
  }

  private static Type flat(Type type) {
    return Stream.of(type)
        .filter(known -> !known.isNestedType())
        .findFirst()
        .orElseGet(Types.StringType::get);
  }
}

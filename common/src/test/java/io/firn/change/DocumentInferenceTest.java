package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.schema.TypeLattice;
import io.firn.table.TypeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentInferenceTest {

  @Property
  void everyValueThatWasSeenFitsTheColumnThatItsFieldGets(@ForAll long seed) throws Exception {
    List<JsonNode> documents = documents(seed);
    DocumentInference inference = new DocumentInference();
    documents.forEach(inference::observe);
    Map<String, Type> types = inference.types();

    for (JsonNode document : documents) {
      for (Map.Entry<String, JsonNode> field : document.properties()) {
        Object value =
            ColumnDecoder.of(SourceType.Document.BSON, types.get(field.getKey()))
                .decode(field.getValue());
        assertThat(value == null).isEqualTo(field.getValue().isNull());
      }
    }
  }

  @Property
  void theOrderAndTheSpreadOfDocumentsDoNotMatter(@ForAll long seed) {
    List<JsonNode> documents = documents(seed);
    DocumentInference all = new DocumentInference();
    documents.forEach(all::observe);

    List<JsonNode> shuffled = new ArrayList<>(documents);
    Collections.shuffle(shuffled, new Random(seed));
    DocumentInference left = new DocumentInference();
    DocumentInference right = new DocumentInference();
    shuffled.subList(0, 2).forEach(left::observe);
    shuffled.forEach(right::observe);

    assertThat(right.merge(left)).isEqualTo(all);
  }

  private static List<JsonNode> documents(long seed) {
    MongoModel model = new MongoModel(new Random(seed), List.of("a", "b", "c"));
    List<JsonNode> documents = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      documents.add(MongoModel.json(model.document()));
    }
    return documents;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"v\":{\"a\":1,\"b\":null}}|struct<a: long>",
        "{\"v\":{\"a\":null}}|string",
        "{\"v\":{}}|string",
        "{\"v\":[]}|list<string>",
        "{\"v\":[{\"a\":1},{\"b\":[true]}]}|list<struct<a: long, b: list<boolean>>>",
        "{\"v\":[1,2.5]}|list<double>",
        "{\"v\":[9007199254740993,2.5]}|list<string>",
        "{\"v\":[1,{\"a\":1}]}|list<string>",
        "{\"v\":{\"\":1}}|string",
        "{\"v\":{\"$date\":5}}|timestamptz"
      })
  void columnsAreFoundFromValues(String document, String column) throws DoesNotFit {
    JsonNode normal = ExtendedJson.document(EventJson.read(document));

    assertThat(TypeText.of(new DocumentInference().observe(normal).types().get("v")))
        .isEqualTo(column);
  }

  @Test
  void aDocumentWhoseNamesAreDataIsText() {
    ObjectNode wide = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i <= DocumentShape.MAX_FIELDS; i++) {
      wide.put("n" + i, i);
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode().set("v", wide);

    assertThat(new DocumentInference().observe(document).types().get("v")).hasToString("string");
  }

  @Property
  void aColumnGrowsByEveryDocumentWhateverElseIsSeenWithIt(@ForAll long seed) {
    List<JsonNode> documents = documents(seed);
    Map<String, Type> have = new DocumentInference().observe(documents.get(0)).types();
    Map<String, Type> oneByOne = have;
    for (JsonNode document : documents) {
      oneByOne = grown(oneByOne, new DocumentInference().observe(document).types(oneByOne));
    }
    DocumentInference all = new DocumentInference();
    documents.forEach(all::observe);

    Map<String, Type> atOnce = grown(have, all.types(have));

    for (String field : have.keySet()) {
      assertThat(names(atOnce.get(field))).as(field).isEqualTo(names(oneByOne.get(field)));
    }
  }

  private static Map<String, Type> grown(Map<String, Type> have, Map<String, Type> found) {
    Map<String, Type> grown = new TreeMap<>(have);
    found.forEach((name, type) -> grown.merge(name, type, TypeLattice::grow));
    return grown;
  }

  /** Of a struct that is a column, not of those that are new in it: they are as the first seen. */
  private static Set<String> names(Type type) {
    return type instanceof Types.StructType struct
        ? struct.fields().stream().map(Types.NestedField::name).collect(Collectors.toSet())
        : Set.of();
  }

  @Test
  void aFieldThatWasOnlyNullIsNotKnownYet() throws DoesNotFit {
    assertThat(new DocumentInference().observe(EventJson.read("{\"v\":null}")).types()).isEmpty();
  }
}

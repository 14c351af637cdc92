package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoPatchTest {

  @Property
  void aPatchMakesOfADocumentWhatTheServerMadeOfIt(@ForAll long seed) throws Exception {
    MongoModel model = new MongoModel(new Random(seed), List.of("a", "b", "c", "0", "1"));
    Map<String, Object> before = model.document();
    for (int i = 0; i < 4; i++) {
      MongoModel.Update update = model.update(before);
      ObjectNode document = (ObjectNode) MongoModel.json(before);

      MongoPatch patch = MongoPatch.read(update.description());

      assertThat(patch.applyTo(document)).isEqualTo(MongoModel.json(update.after()));
      assertThat(document).as("is not changed itself").isEqualTo(MongoModel.json(before));
      assertThat(MongoPatch.read(patch.json())).isEqualTo(patch);
      before = update.after();
    }
  }

  @Property
  void namesWithDotsAreTakenRightOrNotAtAll(@ForAll long seed) throws Exception {
    MongoModel model = new MongoModel(new Random(seed), List.of("a", "b", "a.b", "b.a", "a.0"));
    Map<String, Object> before = model.document();
    for (int i = 0; i < 4; i++) {
      MongoModel.Update update = model.update(before);
      try {
        ObjectNode after =
            MongoPatch.read(update.description()).applyTo((ObjectNode) MongoModel.json(before));
        assertThat(after).isEqualTo(MongoModel.json(update.after()));
      } catch (MongoPatch.Refusal refused) {
        assertThat(refused).hasMessageEndingWith("may mean two places, since names have dots");
      }
      before = update.after();
    }
  }

  @ParameterizedTest(name = "{0} + {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"b\":1}}|{\"a.b\":2}|{\"a\":{\"b\":2}}",
        "{\"a.b\":1}|{\"a.b\":2}|{\"a.b\":2}",
        "{\"x\":1}|{\"a.b\":2}|{\"x\":1,\"a.b\":2}",
        "{\"a\":1}|{\"a.b\":2}|{\"a\":1,\"a.b\":2}",
        "{\"a\":[1]}|{\"a.3\":2}|{\"a\":[1,null,null,2]}",
        "{\"a\":{\"0\":1}}|{\"a.0\":2}|{\"a\":{\"0\":2}}",
        "{\"a\":[{\"b\":1}]}|{\"a.0.b\":2}|{\"a\":[{\"b\":2}]}",
        "{\"a\":1}|{\"a\":{\"$numberDouble\":\"NaN\"}}|{\"a\":{\"$numberDouble\":\"NaN\"}}",
        "{\"a\":{}}|{\"$oid\":\"x\"}|{\"a\":{},\"$oid\":\"x\"}"
      })
  void pathsAreTakenByWhatTheDocumentHas(String before, String updated, String after)
      throws Exception {
    MongoPatch patch = MongoPatch.read(MongoModel.json(Map.of("updatedFields", updated)));

    assertThat(patch.applyTo((ObjectNode) EventJson.read(before))).hasToString(after);
  }

  @Test
  void aPathThatMayMeanTwoPlacesIsRefused() throws Exception {
    MongoPatch patch = MongoPatch.read(MongoModel.json(Map.of("updatedFields", "{\"a.b\":2}")));

    assertThatThrownBy(
            () -> patch.applyTo((ObjectNode) EventJson.read("{\"a\":{\"b\":1},\"a.b\":1}")))
        .hasMessage("the path 'a.b' may mean two places, since names have dots");
  }

  @Test
  void whatIsRemovedAlreadyStaysAway() throws Exception {
    MongoPatch patch =
        MongoPatch.read(MongoModel.json(Map.of("removedFields", List.of("gone", "a.gone"))));

    assertThat(patch.applyTo((ObjectNode) EventJson.read("{\"a\":{\"b\":1}}")))
        .hasToString("{\"a\":{\"b\":1}}");
    assertThat(patch.isOfWholeFields()).isFalse();
  }

  @Test
  void whatIsNoArrayIsNotCutOff() throws Exception {
    MongoPatch patch =
        MongoPatch.read(
            MongoModel.json(
                Map.of("truncatedArrays", List.of(Map.of("field", "a", "newSize", 1)))));

    assertThatThrownBy(() -> patch.applyTo((ObjectNode) EventJson.read("{\"a\":1}")))
        .hasMessage("what is to be cut off is no array");
  }
}

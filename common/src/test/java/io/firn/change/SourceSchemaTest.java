package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.change.SourceType.Document;
import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.VariableScaleDecimal;
import io.firn.model.FirnException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSchemaTest {

  @Test
  void theAfterStructOfARecordedEnvelopeIsRead() {
    SourceSchema schema = RecordedEvent.of("postgres/pgs.app.t-000-r.json").schema();

    assertThat(schema.after()).hasSize(41);
    assertThat(schema.after().get(0)).isEqualTo(new SourceField("id", false, Physical.INT32));
    assertThat(schema.field("n")).contains(new SourceField("n", true, new VariableScaleDecimal()));
    assertThat(schema.field("n2")).contains(new SourceField("n2", true, new ScaledDecimal(3, 12)));
    assertThat(schema.field("m")).contains(new SourceField("m", true, new ScaledDecimal(2, 0)));
    assertThat(schema.field("na").orElseThrow().type())
        .isEqualTo(new ListOf(new VariableScaleDecimal()));
    assertThat(schema.field("pt").orElseThrow().type()).isEqualTo(Document.GEOMETRY);
    assertThat(schema.field("N")).isEmpty();
  }

  @Test
  void aPlainStructIsRead() {
    SourceSchema key =
        SourceSchema.parse(
            "{\"type\":\"struct\",\"fields\":[{\"type\":\"string\",\"field\":\"id\"}]}");

    assertThat(key.after()).containsExactly(new SourceField("id", false, Physical.STRING));
  }

  @Test
  void anEnvelopeWhoseRowIsTextDeclaresNoFields() {
    SourceSchema documents =
        SourceSchema.parse(
            """
            {"type": "struct", "fields": [
              {"type": "string", "name": "io.debezium.data.Json", "field": "after"},
              {"type": "string", "field": "op"}]}
            """);

    assertThat(documents.after()).isEmpty();
  }

  @Test
  void aRowMayHaveAColumnNamedAfter() {
    SourceSchema row =
        SourceSchema.parse(
            """
            {"type": "struct", "fields": [
              {"type": "struct", "fields": [], "field": "after"},
              {"type": "int64", "field": "id"}]}
            """);

    assertThat(row.after()).extracting(SourceField::name).containsExactly("after", "id");
  }

  static Stream<Semantic> semantics() {
    return Arrays.stream(Semantic.values());
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("semantics")
  void everySemanticTypeIsKnownByItsNames(Semantic semantic) {
    for (String name : semantic.connectNames()) {
      assertThat(
              type(
                  "{\"type\":\""
                      + semantic.physical().connectType()
                      + "\",\"name\":\""
                      + name
                      + "\"}"))
          .isEqualTo(semantic);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "int64, com.example.Money, INT64",
    "string, io.debezium.time.NewThing, STRING",
    "string, io.debezium.time.Date, STRING",
    "int64, io.debezium.time.Date, INT64",
    "bytes, com.example.Hash, BYTES",
    "int32, org.apache.kafka.connect.data.Decimal, INT32"
  })
  void anUnknownNameFallsBackToThePhysicalType(String type, String name, Physical expected) {
    assertThat(type("{\"type\":\"" + type + "\",\"name\":\"" + name + "\"}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 12, 'decimal(12, 3)'",
    "2, 0, 'decimal(38, 2)'",
    "0, 38, 'decimal(38, 0)'",
    "-2, 5, 'decimal(7, 0)'",
    "5, 3, 'decimal(5, 5)'",
    "30, 65, string",
    "39, 0, string",
    "-1, 38, string"
  })
  void aDecimalGetsTheColumnThatHoldsAllItsValues(int scale, int precision, String column) {
    assertThat(new ScaledDecimal(scale, precision).naturalType()).hasToString(column);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{\"type\":\"string\"}",
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"int128\",\"field\":\"a\"}]}",
        "{\"type\":\"struct\",\"fields\":[{\"field\":\"a\"}]}",
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\"}]}",
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"array\",\"field\":\"a\"}]}",
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"a\"},"
            + "{\"type\":\"int32\",\"field\":\"a\"}]}",
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"bytes\",\"field\":\"a\","
            + "\"name\":\"org.apache.kafka.connect.data.Decimal\"}]}"
      })
  void whatIsNoSchemaIsRefused(String json) {
    assertThatThrownBy(() -> SourceSchema.parse(json))
        .isInstanceOf(FirnException.class)
        .hasMessageStartingWith("Reading the schema of an event");
  }

  @Test
  void aSchemaTravelsToExecutors() throws Exception {
    SourceSchema schema = RecordedEvent.of("postgres/pgs.app.t-000-r.json").schema();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(schema);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(schema);
    }
  }

  private static SourceType type(String schema) {
    return SourceType.parse(ColumnValue.json(schema));
  }
}

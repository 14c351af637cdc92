package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.config.ColumnSpec;
import io.firn.table.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every column of rows that real connectors sent. */
class RecordedRowTest {
  private static final String POSTGRES_ROW =
      """
      id int 1
      si int 2
      bi long 9007199254740993
      r float 1.5
      d double 2.25
      n string 123456789.123456789
      n2 decimal(12, 3) 12.345
      m decimal(38, 2) 12.34
      b boolean true
      ch string ab__
      vc string vc
      tx string text é
      by binary 0xdeadbeef
      dt date 2024-02-29
      tm string 12:34:56.123456
      tm3 string 12:34:56.123
      ttz string 10:34:56.123456Z
      ts timestamp 2024-02-29T12:34:56.123456
      ts3 timestamp 2024-02-29T12:34:56.123
      tstz timestamptz 2024-02-29T10:34:56.123456Z
      iv long 37091106789000
      u string a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
      j string {"a": 1}
      jb string {"b": [1, 2]}
      x string <a/>
      ia list<int> [1, 2, null]
      ta list<string> [x, y z]
      na list<string> [1.1, 2]
      e string happy
      inet_ string 10.0.0.1
      cidr_ string 10.0.0.0/8
      mac string 08:00:2b:01:02:03
      bit1 boolean true
      bitn binary 0xaa0a
      vb binary 0x0b
      pt struct<wkb: binary, srid: int> {wkb=0x0101000000000000000000f03f0000000000000040, srid=null}
      rng string [1,5)
      tsr string ["2024-01-01 00:00:00+00","2024-02-01 00:00:00+00")
      hs string 'a' 'b'
      oid_ long 42
      """;

  private static final String MARIADB_ROW =
      """
      id int 1
      ti int -1
      t1 int 1
      bo int 1
      si int -2
      mi int -3
      bi long 9007199254740993
      bu long -1
      f float 1.5
      d double 2.25
      n decimal(12, 3) 12.345
      b1 boolean true
      b12 binary 0xaa0a
      ch string ab
      vc string vc
      tx string text é😀
      lt string lt
      bn binary 0x01020304
      vb binary 0xdead
      bl binary 0xbeef
      dt date 2024-02-29
      tm string -12:34:56
      tm6 string 12:34:56.123456
      dtm timestamp 2024-02-29T12:34:56
      dtm6 timestamp 2024-02-29T12:34:56.123456
      ts timestamptz 2024-02-29T12:34:56Z
      ts6 timestamptz 2024-02-29T12:34:56.123456Z
      y int 2024
      e string b,c
      s string x,z
      j string {"a": 1}
      g struct<wkb: binary, srid: int> {wkb=0x0101000000000000000000f03f0000000000000040, srid=null}
      u string a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
      vcl string é
      dflt int 9
      """;

  @Test
  void everyColumnOfAPostgresRowWithSchemaComesOutInItsNaturalType() {
    List<String> columns = columns(RecordedEvent.of("postgres/pgs.app.t-000-r.json"));

    assertThat(columns.remove(columns.size() - 1)).matches("big string x{3000,}");
    assertThat(columns).containsExactlyElementsOf(lines(POSTGRES_ROW));
  }

  @Test
  void everyColumnOfAMariaDbRowWithSchemaComesOutInItsNaturalType() {
    List<String> columns = columns(RecordedEvent.of("mariadb/mds.app.t-000-r.json"));

    assertThat(columns).containsExactlyElementsOf(lines(MARIADB_ROW));
  }

  @Test
  void notNumbersComeOutAndInfiniteDatesDoNotFit() {
    List<String> columns = columns(RecordedEvent.of("postgres/pgs.app.t-001-c.json"));

    String outside = "does not fit: the date is outside the years 1 to 9999";
    assertThat(columns.stream().filter(c -> !c.endsWith(" null") && !c.startsWith("big")))
        .containsExactly(
            "id int 2",
            "r float NaN",
            "d double Infinity",
            "dt date " + outside,
            "ts timestamp " + outside,
            "tstz timestamptz does not fit: infinity is no date");
  }

  @Test
  void aNumericOfThirtyDigitsComesOutInFull() {
    List<String> columns = columns(RecordedEvent.of("postgres/pgs.app.t-009-c.json"));

    assertThat(columns)
        .contains("n string 1000000000000000000000000000000", "newc int 8", "na list<string> null");
  }

  @Test
  void aValueThatTheLogDoesNotHoldIsToldFromData() {
    RecordedEvent update = RecordedEvent.of("postgres/pgs.app.t-002-u.json");

    List<String> unavailable =
        update.schema().after().stream()
            .filter(
                field ->
                    UnavailableValue.DEFAULT.standsFor(
                        field.type(), update.after().path(field.name())))
            .map(SourceField::name)
            .toList();

    assertThat(unavailable).containsExactly("big");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "si,,",
    "bi,,",
    "r,,",
    "d,,",
    "n2,,UNSCALED",
    "m,,UNSCALED",
    "b,,",
    "ch,,",
    "vc,,",
    "by,,",
    "dt,,",
    "dt,,DAYS",
    "ts,,",
    "ts,,MICROS",
    "ts3,,MILLIS",
    "tstz,,",
    "tstz,,ISO",
    "iv,,",
    "u,,",
    "j,,",
    "x,,",
    "ia,,",
    "ta,,",
    "e,,",
    "bit1,,",
    "bitn,,",
    "pt,,",
    "oid_,,",
    "ttz,,",
    "n,'decimal(38,9)',",
    "ts3,timestamptz,MILLIS"
  })
  void aSchemalessRowComesOutTheSameWhenItsTypesAreDeclared(
      String field, String declared, ColumnSpec.Encoding encoding) {
    RecordedEvent withSchema = RecordedEvent.of("postgres/pgs.app.t-000-r.json");
    RecordedEvent without = RecordedEvent.of("postgres/pgj.app.t-000-r.json");
    SourceType type = withSchema.schema().field(field).orElseThrow().type();
    Type column = declared == null ? type.naturalType() : Types.fromPrimitiveString(declared);

    assertThat(
            ColumnValue.shown(
                SourceType.undeclared(Optional.ofNullable(encoding)),
                column,
                without.after().path(field)))
        .isEqualTo(ColumnValue.shown(type, column, withSchema.after().path(field)))
        .doesNotStartWith("does not fit");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "n,string", "n,'decimal(38,9)'", "n2,'decimal(12,3)'", "m,'decimal(38,2)'", "dt,date",
    "ts,timestamp", "ts3,timestamp", "tstz,timestamptz", "tstz,timestamp", "vc,string"
  })
  void isoStringModeGivesTheSameColumnsAsTheDefaultMode(String field, String declared) {
    RecordedEvent standard = RecordedEvent.of("postgres/pgs.app.t-000-r.json");
    RecordedEvent isoString = RecordedEvent.of("postgres/pgn.app.t-000-c.json");
    Type column = Types.fromPrimitiveString(declared);

    assertThat(
            ColumnValue.shown(
                SourceType.undeclared(Optional.empty()), column, isoString.after().path(field)))
        .isEqualTo(
            ColumnValue.shown(
                standard.schema().field(field).orElseThrow().type(),
                column,
                standard.after().path(field)))
        .doesNotStartWith("does not fit");
  }

  @Test
  void aNumericThatIsNoNumberDoesNotFitADecimalAndIsKeptAsText() {
    JsonNode nan = RecordedEvent.of("postgres/pgn.app.t-001-c.json").after().path("n");

    assertThat(ColumnValue.shown(SourceType.Physical.STRING, Types.DecimalType.of(38, 9), nan))
        .isEqualTo("does not fit: the text is no plain decimal number");
    assertThat(ColumnValue.shown(SourceType.Physical.STRING, Types.StringType.get(), nan))
        .isEqualTo("NAN");
  }

  private static List<String> columns(RecordedEvent event) {
    List<String> columns = new ArrayList<>();
    for (SourceField field : event.schema().after()) {
      Type column = field.type().naturalType();
      String value = ColumnValue.shown(field.type(), column, event.after().path(field.name()));
      columns.add(field.name() + " " + TypeText.of(column) + " " + value);
    }
    return columns;
  }

  /** Text blocks drop spaces at the end of a line: underscores stand for those of char(4). */
  private static List<String> lines(String block) {
    return block.lines().map(line -> line.replace("ab__", "ab  ")).toList();
  }
}

package io.firn.change;

import io.firn.change.SourceType.Document;
import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.StructOf;
import io.firn.change.SourceType.VariableScaleDecimal;
import io.firn.config.ColumnSpec.Encoding;
import io.firn.config.ColumnType;
import io.firn.schema.DeclaredType;
import io.firn.table.TypeText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;

/** {@code docs/types.md}: every example on it is decoded while the page is written. */
final class TypesPage {
  private static final SourceType UNDECLARED = SourceType.undeclared(Optional.empty());

  /** A source type with an example from the wire. */
  record Natural(SourceType source, String name, String wire, String note) {
    static Natural of(Physical source, String wire, String note) {
      return new Natural(source, code(source.connectType()), wire, note);
    }

    static Natural of(Semantic source, String wire, String note) {
      String names =
          source.connectNames().stream().map(TypesPage::code).collect(Collectors.joining(", "));
      return new Natural(source, names, wire, note);
    }

    String row() {
      Type column = source.naturalType();
      return cells(name, code(wire), code(TypeText.of(column)), shown(source, column, wire), note);
    }
  }

  /** A value in a column whose type the pipeline declares. */
  record Declared(SourceType source, String said, String column, String wire, String note) {
    Type type() {
      return DeclaredType.of(new ColumnType(column));
    }

    String row() {
      Type type = type();
      return cells(said, code(column), code(wire), shown(source, type, wire), note);
    }
  }

  static final List<Natural> NATURAL =
      List.of(
          Natural.of(Physical.BOOLEAN, "true", ""),
          Natural.of(Physical.INT8, "-1", ""),
          Natural.of(
              Physical.INT16, "2", "MySQL's `tinyint(1)` too; declare `boolean` for 0 and 1"),
          Natural.of(Physical.INT32, "1", ""),
          Natural.of(
              Physical.INT64,
              "9007199254740993",
              "MySQL's `bigint unsigned` arrives negative unless"
                  + " `bigint.unsigned.handling.mode=precise`"),
          Natural.of(Physical.FLOAT32, "1.5", "also `\"NaN\"`, `\"Infinity\"`, `\"-Infinity\"`"),
          Natural.of(Physical.FLOAT64, "2.25", "as `float`"),
          Natural.of(Physical.STRING, "\"ab  \"", "`char(n)` keeps its spaces"),
          Natural.of(Physical.BYTES, "\"3q2+7w==\"", "base64 on the wire"),
          new Natural(
              new ScaledDecimal(3, 12),
              code("org.apache.kafka.connect.data.Decimal"),
              "\"MDk=\"",
              "scale and precision from the schema; JSON numbers are read too; `string` beyond 38"
                  + " digits"),
          new Natural(
              new ScaledDecimal(2, 0),
              "the same without precision",
              "\"BNI=\"",
              "PostgreSQL's `money`"),
          new Natural(
              new VariableScaleDecimal(),
              code("io.debezium.data.VariableScaleDecimal"),
              "{\"scale\":9,\"value\":\"AbabS6zQXxU=\"}",
              "`numeric` without a scale: text keeps any; declare a `decimal(p,s)` for arithmetic"),
          Natural.of(Semantic.DATE, "19782", "years 1 to 9999"),
          Natural.of(
              Semantic.TIME_MILLIS, "45296123", "text: Spark and StarRocks have no time type"),
          Natural.of(Semantic.TIME_MICROS, "-45296000000", "MySQL's `time` may be negative"),
          Natural.of(Semantic.TIME_NANOS, "45296123456789", ""),
          Natural.of(Semantic.TIMESTAMP_MILLIS, "1709210096123", "without zone, years 1 to 9999"),
          Natural.of(Semantic.TIMESTAMP_MICROS, "1709210096123456", ""),
          Natural.of(
              Semantic.TIMESTAMP_NANOS,
              "1709210096123456000",
              "does not fit when finer than a microsecond"),
          Natural.of(Semantic.ZONED_TIMESTAMP, "\"2024-02-29T10:34:56.123456Z\"", ""),
          Natural.of(Semantic.ZONED_TIME, "\"10:34:56.123456Z\"", ""),
          Natural.of(Semantic.ISO_DATE, "\"2024-02-29Z\"", "`time.precision.mode=isostring`"),
          Natural.of(Semantic.ISO_TIME, "\"12:34:56.123Z\"", "the `Z` means nothing and goes"),
          Natural.of(Semantic.ISO_TIMESTAMP, "\"2024-02-29T12:34:56.123456Z\"", ""),
          Natural.of(
              Semantic.MICRO_DURATION,
              "37091106789000",
              "microseconds, a month as 30.4375 days;"
                  + " `interval.handling.mode=string` keeps months"),
          Natural.of(Semantic.NANO_DURATION, "1000", "nanoseconds"),
          Natural.of(Semantic.INTERVAL, "\"P1Y2M3DT4H5M6.789S\"", ""),
          Natural.of(Semantic.YEAR, "2024", ""),
          Natural.of(Semantic.UUID, "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"", ""),
          Natural.of(Semantic.JSON, "\"{\\\"a\\\": 1}\"", "as the database wrote it"),
          Natural.of(Semantic.XML, "\"<a/>\"", ""),
          Natural.of(Semantic.ENUM, "\"happy\"", ""),
          Natural.of(Semantic.ENUM_SET, "\"x,z\"", ""),
          Natural.of(Semantic.TSVECTOR, "\"'a' 'b'\"", ""),
          Natural.of(Semantic.LTREE, "\"a.b\"", ""),
          Natural.of(Semantic.BITS, "\"qgo=\"", "little-endian, as on the wire"),
          new Natural(
              Document.GEOMETRY,
              code("io.debezium.data.geometry.*"),
              "{\"wkb\":\"AQEAAAAAAAAAAADwPwAAAAAAAABA\",\"srid\":4326}",
              "well-known binary and SRID; a point's `x` and `y` say the same"),
          new Natural(
              new ListOf(Physical.INT32), code("array"), "[1,2,null]", "a list of its elements"),
          new Natural(
              new StructOf(
                  List.of(
                      new SourceField("city", true, Physical.STRING),
                      new SourceField("codes", true, new ListOf(Physical.INT32)))),
              code("struct"),
              "{\"city\":\"Ulm\",\"codes\":[1]}",
              "its fields; declare `string` for JSON text"),
          new Natural(
              new MapOf(Physical.STRING, Physical.STRING),
              code("map"),
              "{\"k\":\"v\"}",
              "from text; PostgreSQL's `hstore` with `hstore.handling.mode=map`"),
          new Natural(
              new MapOf(Physical.INT32, Physical.STRING),
              "`map` with other keys",
              "[[1,\"v\"]]",
              "JSON text: pairs, as on the wire"));

  static final List<Declared> DECLARED =
      List.of(
          plain("string", "1.50", "numbers as they are written"),
          plain("string", "{\"a\": [1, 2]}", "objects and arrays as compact JSON"),
          plain("int", "7", "also `7.0`, not `\"7\"`"),
          plain("double", "0.1", "not when a digit would be lost"),
          plain("boolean", "1", "0 and 1"),
          plain("decimal(12,3)", "12.345", ""),
          plain(
              "decimal(12,3)",
              "\"12.345\"",
              "`decimal.handling.mode=string`; base64 needs `unscaled`, or `1234` is a number"),
          plain(
              "decimal(12,3)",
              "{\"scale\":1,\"value\":\"Cw==\"}",
              "PostgreSQL's `numeric` without a scale"),
          encoded(Encoding.UNSCALED, "decimal(12,3)", "\"MDk=\"", "base64, scale of the column"),
          plain("date", "19782", "days, unless an encoding says otherwise"),
          plain("date", "\"2024-02-29\"", "ISO 8601; a timestamp when it is a midnight"),
          encoded(Encoding.MILLIS, "date", "1709164800000", "when it is a midnight"),
          plain("timestamp", "1709210096123456", "microseconds, unless an encoding says otherwise"),
          encoded(Encoding.MILLIS, "timestamp", "1709210096123", ""),
          encoded(Encoding.NANOS, "timestamp", "1709210096123456000", ""),
          plain("timestamp", "\"2024-02-29T12:34:56Z\"", "no offset, or UTC"),
          plain("timestamptz", "\"2024-02-29T12:34:56+02:00\"", "an offset is needed"),
          encoded(Encoding.DAYS, "string", "19782", "an encoding makes text readable"),
          plain("binary", "\"3q2+7w==\"", "base64"),
          plain("list<int>", "[1,2]", ""),
          plain("map<string,long>", "{\"a\":1,\"b\":2}", "for names that are data"),
          plain("struct<city:string,zip:int>", "{\"zip\":7,\"city\":\"Ulm\"}", ""));

  static final List<Declared> REFUSED =
      List.of(
          plain("int", "2147483648", ""),
          plain("long", "1.5", ""),
          plain("long", "\"7\"", ""),
          plain("double", "9007199254740993", ""),
          plain("decimal(6,2)", "0.001", ""),
          plain("decimal(6,2)", "12345", ""),
          plain("decimal(6,2)", "\"MDk=\"", "`encoding = unscaled` is missing"),
          new Declared(Physical.STRING, "string", "decimal(6,2)", "\"NAN\"", "PostgreSQL's NaN"),
          new Declared(Semantic.DATE, "date", "date", "-2147472692", "PostgreSQL's `infinity`"),
          new Declared(
              Semantic.TIMESTAMP_MICROS,
              "timestamp",
              "timestamp",
              "9223372036825200000",
              "PostgreSQL's `infinity`"),
          new Declared(
              Semantic.ZONED_TIMESTAMP,
              "zoned timestamp",
              "timestamptz",
              "\"-infinity\"",
              "PostgreSQL's `-infinity`"),
          plain("timestamp", "\"2024-02-29T12:34:56+02:00\"", ""),
          plain("timestamptz", "\"2024-02-29T12:34:56\"", ""),
          new Declared(Physical.INT64, "int64", "timestamp", "1709210096", "declare an encoding"),
          plain("boolean", "\"true\"", ""),
          plain("binary", "\"no base64\"", ""),
          plain("list<int>", "[1,\"a\"]", "all of the list is rescued"),
          plain(
              "struct<city:string,zip:int>",
              "{\"zip\":\"x\",\"city\":\"Ulm\"}",
              "the column has `city`, `__rescued` has the value as it came"),
          plain("struct<city:string>", "{\"city\":\"Ulm\",\"zip\":7}", "the same"));

  private TypesPage() {}

  private static final String PAGE =
      """
    # Types: what a source field becomes in silver

    <!-- Written by io.firn.change.TypesPage: change it there, then run
         mvn -pl common test -Dtest=TypesPageTest -Dfirn.regenerate=true -->

    A value enters its column exactly or not at all. What does not fit goes to the row's
    `__rescued` column: nothing is rounded, cut, wrapped around or replaced by null.

    ## Fields of events with a schema

    A name that is not listed falls back to its Connect type.

    | source | on the wire | column | value | notes |
    |---|---|---|---|---|
    %s

    ## Types of the databases

    | database | type | on the wire | column | value | notes |
    |---|---|---|---|---|---|
    %s

    ## Fields of MongoDB's documents

    A document tells the type of each value, so columns are found from values: what one field has
    of several kinds is `string`. Declared types read these values exactly like those of events
    without a schema, and dates, decimals and bytes as what they are.

    | BSON | in a document | in a patch | column | value | notes |
    |---|---|---|---|---|---|
    %s

    ## Fields of events without a schema, and declared columns

    A field that no column declares becomes `boolean`, `long`, `double` or `string`, the least of
    them that holds every value seen; objects and arrays become JSON text. A declared type decides
    how the JSON is read. `encoding` also applies to plain numbers and texts of a schema.

    | encoding | column | on the wire | value | notes |
    |---|---|---|---|---|
    %s

    ## What does not fit

    | source | column | on the wire | why | notes |
    |---|---|---|---|---|
    %s

    ## Growing columns

    `int` grows to `long`, `float` to `double`, a decimal to more digits of the same scale, a list
    as its elements do, a map as its values, a struct by new fields and as its fields do. Any other
    change of a source field leaves the column as it is, and values that do not fit are rescued.
    """;

  static String markdown() {
    return PAGE.formatted(
        NATURAL.stream().map(Natural::row).collect(Collectors.joining("\n")),
        DatabaseTypes.ALL.stream().map(Natural::row).collect(Collectors.joining("\n")),
        BsonExample.ALL.stream().map(BsonExample::row).collect(Collectors.joining("\n")),
        DECLARED.stream().map(Declared::row).collect(Collectors.joining("\n")),
        REFUSED.stream().map(Declared::row).collect(Collectors.joining("\n")));
  }

  private static Declared plain(String column, String wire, String note) {
    return new Declared(UNDECLARED, "", column, wire, note);
  }

  private static Declared encoded(Encoding encoding, String column, String wire, String note) {
    String said = code(encoding.name().toLowerCase(java.util.Locale.ROOT));
    return new Declared(SourceType.undeclared(Optional.of(encoding)), said, column, wire, note);
  }

  private static String shown(SourceType source, Type column, String wire) {
    String value = ColumnValue.shown(source, column, wire);
    String refusal = "does not fit: ";
    return value.startsWith(refusal) ? value.substring(refusal.length()) : code(value);
  }

  static String code(Object text) {
    return "`" + text + "`";
  }

  static String cells(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}

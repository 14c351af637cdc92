package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.ConnectWorker;
import io.firn.sandbox.DatabaseAddress;
import io.firn.sandbox.DebeziumConnectors;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MariaDb;
import io.firn.sandbox.Postgres;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One wide table with the types that the random tables leave out: what silver shows is what the
 * database itself says, of the first image and of a change.
 */
@ExtendWith(Parts.class)
class TypesIT {
  private final KafkaBroker kafka;
  private final ConnectWorker worker;

  @TempDir private Path folder;

  TypesIT(KafkaBroker kafka, ConnectWorker worker) {
    this.kafka = kafka;
    this.worker = worker;
  }

  /**
   * A column.
   *
   * @param says what the database says of {@code c}, its column, as silver's value is shown
   * @param silver the column's type in silver
   */
  private record Wide(String sqlType, String literal, String says, String silver) {}

  private static final String LIST_AS_IT_IS = "replace(translate(c::text, '{}', '[]'), ',', ', ')";

  private static final List<Wide> POSTGRES =
      List.of(
          new Wide("citext", "'Ab C'", "c::text", "string"),
          new Wide("hstore", "'a=>1,\"b c\"=>NULL'", "'{\"a\":\"1\",\"b c\":null}'", "string"),
          new Wide("ltree", "'Top.Science'", "c::text", "string"),
          new Wide("inet", "'10.0.0.1/8'", "c::text", "string"),
          new Wide("cidr", "'10.0.0.0/8'", "c::text", "string"),
          new Wide("macaddr", "'08-00-2b-01-02-03'", "c::text", "string"),
          new Wide("int4range", "'[1,5)'", "c::text", "string"),
          new Wide("numrange", "'(1.5,]'", "c::text", "string"),
          new Wide("daterange", "'[2024-01-01,2024-02-01)'", "c::text", "string"),
          new Wide(
              "interval", "'1 year 2 mons 3 days 4:05:06.789'", "'P1Y2M3DT4H5M6.789S'", "string"),
          new Wide("money", "12.34", "c::numeric::text", "decimal(38, 2)"),
          new Wide("bit(1)", "B'1'", "'true'", "boolean"),
          new Wide("bit(10)", "B'1000000101'", "'0502'", "binary"),
          new Wide(
              "point",
              "'(1,2)'",
              "format('{wkb=0101000000%s%s, srid=null}',"
                  + " encode((SELECT string_agg(substr(float8send(c[0]), n, 1), '' ORDER BY n DESC)"
                  + " FROM generate_series(1, 8) n), 'hex'),"
                  + " encode((SELECT string_agg(substr(float8send(c[1]), n, 1), '' ORDER BY n DESC)"
                  + " FROM generate_series(1, 8) n), 'hex'))",
              "struct<wkb: binary, srid: int>"),
          new Wide("xml", "'<a b=\"1\"/>'", "c::text", "string"),
          new Wide("tsvector", "'a b'", "c::text", "string"),
          new Wide("oid", "42", "c::text", "long"),
          new Wide(
              "uuid[]",
              "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}'",
              list("text"),
              "list<string>"),
          new Wide("boolean[]", "'{t,f,NULL}'", list("text"), "list<boolean>"),
          new Wide("numeric(10,2)[]", "'{1.50,-2}'", list("text"), "list<decimal(10, 2)>"),
          new Wide("numeric[]", "'{1.5,123456789.123456789}'", list("text"), "list<string>"),
          new Wide("double precision[]", "'{1.5,-2.25}'", list("text"), "list<double>"),
          new Wide("date[]", "'{2024-02-29}'", list("text"), "list<date>"),
          new Wide("citext[]", "'{Ab,cD}'", list("text"), "list<string>"),
          new Wide("inet[]", "'{10.0.0.1,10.0.0.2}'", LIST_AS_IT_IS, "list<string>"),
          new Wide("date", "'infinity'", "'null'", "date"),
          new Wide("timestamp", "'infinity'", "'null'", "timestamp"),
          new Wide("timestamptz", "'-infinity'", "'null'", "timestamptz"),
          new Wide("date", "'2024-02-29'", "c::text", "date"));

  /** These have a value with the source and none that their column could hold. */
  private static final List<String> POSTGRES_RESCUED = List.of("c26", "c27", "c28");

  private static final List<Wide> MARIADB =
      List.of(
          new Wide("TINYINT(1)", "1", "c", "int"),
          new Wide("TINYINT UNSIGNED", "255", "c", "int"),
          new Wide("SMALLINT UNSIGNED", "65535", "c", "int"),
          new Wide("MEDIUMINT UNSIGNED", "16777215", "c", "int"),
          new Wide("INT UNSIGNED", "4294967295", "c", "long"),
          new Wide("BIGINT UNSIGNED", "18446744073709551615", "c", "decimal(20, 0)"),
          new Wide("BIT(1)", "b'1'", "IF(c, 'true', 'false')", "boolean"),
          new Wide("BIT(10)", "b'1000000101'", "'0502'", "binary"),
          new Wide("YEAR", "2024", "c", "int"),
          new Wide("SET('a','b','c')", "'a,c'", "c", "string"),
          new Wide("ENUM('x','y')", "'y'", "c", "string"),
          new Wide("TIME(6)", "'-12:34:56.000001'", "c", "string"),
          new Wide("DECIMAL(38,10)", "1.5", "c", "decimal(38, 10)"),
          new Wide("DECIMAL(45,5)", "1.5", "c", "string"),
          new Wide(
              "POINT",
              "POINT(1,2)",
              "CONCAT('{wkb=', LOWER(HEX(ST_AsWKB(c))), ', srid=null}')",
              "struct<wkb: binary, srid: int>"),
          new Wide("VARBINARY(8)", "X'DEAD'", "LOWER(HEX(c))", "binary"),
          new Wide("UUID", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "c", "string"),
          new Wide("JSON", "'{\"a\": 1}'", "c", "string"),
          new Wide("DATE", "'0000-00-00'", "'null'", "date"),
          new Wide("DATETIME", "'0000-00-00 00:00:00'", "'null'", "timestamp"),
          new Wide("DATE", "'2024-02-29'", "c", "date"));

  @Test
  void postgres(Postgres postgres) throws SQLException {
    postgres.createDatabase("types");
    DatabaseAddress address =
        new DatabaseAddress(
            postgres.host(), postgres.port(), "types", postgres.user(), postgres.password());
    Map<String, String> connector =
        new HashMap<>(DebeziumConnectors.postgres("types", "types", address, "public.wide", true));
    connector.put("interval.handling.mode", "string");
    connector.put("include.unknown.datatypes", "false");
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl("types"), postgres.user(), postgres.password());
        Statement sql = connection.createStatement()) {
      for (String extension : List.of("citext", "hstore", "ltree")) {
        sql.execute("CREATE EXTENSION " + extension);
      }
      compare("types", "public", connector, POSTGRES, POSTGRES_RESCUED, sql);
    }
  }

  @Test
  void mariaDb(MariaDb database) throws SQLException {
    database.createDatabase("wide");
    try (Connection connection = database.connect("wide");
        Statement sql = connection.createStatement()) {
      sql.execute("SET sql_mode = ''");
      Map<String, String> connector =
          DebeziumConnectors.mariadb(
              "wide",
              "types_maria",
              database.address("wide"),
              "wide.wide",
              true,
              kafka.bootstrapServers());
      compare("types_maria", "wide", connector, MARIADB, List.of(), sql);
    }
  }

  private void compare(
      String prefix,
      String schema,
      Map<String, String> connector,
      List<Wide> columns,
      List<String> rescued,
      Statement sql)
      throws SQLException {
    // Given a row that the connector reads, and one that it is told of
    StringBuilder table = new StringBuilder("CREATE TABLE wide (id INT PRIMARY KEY");
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      table.append(", c").append(i + 1).append(' ').append(columns.get(i).sqlType());
      values.append(", ").append(columns.get(i).literal());
    }
    sql.execute(table + ")");
    sql.execute("INSERT INTO wide VALUES (1" + values + ")");
    worker.client().register(prefix, connector);
    worker.client().awaitRunning(prefix, Duration.ofSeconds(60));
    Lakehouse lake =
        Lakehouse.in(
            folder,
            kafka.bootstrapServers(),
            """
            bronze.wide { topics = "%1$s\\\\.%2$s\\\\.wide", connector = %3$s }
            silver.wide { from = bronze.wide, key = [id] }
            """
                .formatted(prefix, schema, schema.equals("public") ? "postgresql" : "mariadb"),
            Map.of());
    sql.execute("INSERT INTO wide VALUES (2" + values + ")");

    // When
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              RunReport report = lake.run();
              String text = RunReportJson.write(report);
              assertThat(report.exitCode() == 0 || text.contains("No topic matches"))
                  .as(text)
                  .isTrue();
              return lake.rows("silver:wide").size() == 2;
            });
    worker.client().delete(prefix);

    // Then
    Map<String, String> said = says(columns, sql);
    for (Map<String, Object> row : lake.rows("silver:wide").rows()) {
      Map<String, String> shown = new TreeMap<>();
      said.keySet().forEach(name -> shown.put(name, String.valueOf(row.get(name))));
      assertThat(shown).as("row " + row.get("id")).isEqualTo(said);
      String kept = String.valueOf(row.get("__rescued"));
      assertThat(rescued).as(kept).allMatch(name -> kept.contains("\"" + name + "\":"));
      assertThat(kept.equals("null")).isEqualTo(rescued.isEmpty());
    }
    assertThat(lake.types("silver:wide"))
        .containsAllEntriesOf(numbered(columns.stream().map(Wide::silver).toList()));
    assertThat(lake.verify()).allMatch(CheckResult::passed);
  }

  private static Map<String, String> says(List<Wide> columns, Statement sql) throws SQLException {
    Map<String, String> says = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String query =
          "SELECT %s FROM (SELECT c%d AS c FROM wide WHERE id = 1) r"
              .formatted(columns.get(i).says(), i + 1);
      try (ResultSet row = sql.executeQuery(query)) {
        row.next();
        says.put("c" + (i + 1), row.getString(1));
      }
    }
    return says;
  }

  private static Map<String, String> numbered(List<String> types) {
    Map<String, String> numbered = new HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      numbered.put("c" + (i + 1), types.get(i));
    }
    return numbered;
  }

  /** A PostgreSQL array as a list is shown. */
  private static String list(String element) {
    return "'[' || array_to_string(c::%s[], ', ', 'null') || ']'".formatted(element);
  }
}

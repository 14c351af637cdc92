package io.firn.change;

import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.ScaledDecimal;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.VariableScaleDecimal;
import io.firn.change.TypesPage.Natural;
import java.util.List;

/** What the databases' own types come as, where Debezium's names do not tell. */
final class DatabaseTypes {
  static final List<Natural> ALL =
      List.of(
          database("PostgreSQL", "citext", Physical.STRING, "\"Ab\"", "case is kept"),
          database("PostgreSQL", "inet", Physical.STRING, "\"10.0.0.1/8\"", ""),
          database("PostgreSQL", "cidr", Physical.STRING, "\"10.0.0.0/8\"", ""),
          database("PostgreSQL", "macaddr", Physical.STRING, "\"08:00:2b:01:02:03\"", ""),
          database("PostgreSQL", "int4range", Physical.STRING, "\"[1,5)\"", "every range type"),
          database(
              "PostgreSQL",
              "hstore",
              Semantic.JSON,
              "\"{\\\"a\\\":\\\"1\\\"}\"",
              "`hstore.handling.mode=json`, Debezium's default"),
          database(
              "PostgreSQL",
              "hstore",
              new MapOf(Physical.STRING, Physical.STRING),
              "{\"a\":\"1\"}",
              "`hstore.handling.mode=map`"),
          database(
              "PostgreSQL",
              "interval",
              Semantic.INTERVAL,
              "\"P1Y2M0DT0H0M0S\"",
              "`interval.handling.mode=string`"),
          database("PostgreSQL", "money", new ScaledDecimal(2, 0), "\"BNI=\"", ""),
          database(
              "PostgreSQL",
              "numeric[]",
              new ListOf(new VariableScaleDecimal()),
              "[{\"scale\":1,\"value\":\"Cw==\"}]",
              "arrays of any of these"),
          database("MySQL, MariaDB", "int unsigned", Physical.INT64, "4294967295", ""),
          database(
              "MySQL, MariaDB",
              "bigint unsigned",
              new ScaledDecimal(0, 20),
              "\"AP//////////\"",
              "`bigint.unsigned.handling.mode=precise`"),
          database("MySQL, MariaDB", "tinyint(1)", Physical.INT16, "1", "declare `boolean`"),
          database("MySQL, MariaDB", "bit(1)", Physical.BOOLEAN, "true", ""),
          database("MySQL, MariaDB", "bit(n)", Semantic.BITS, "\"BQE=\"", ""),
          database("MySQL, MariaDB", "year", Semantic.YEAR, "2024", ""),
          database("MySQL, MariaDB", "set", Semantic.ENUM_SET, "\"a,c\"", ""),
          database("MySQL, MariaDB", "json", Semantic.JSON, "\"{}\"", "MariaDB: plain `string`"),
          database(
              "MySQL, MariaDB",
              "date 0000-00-00",
              Semantic.DATE,
              "null",
              "Debezium sends NULL, or 1970-01-01 when the column is NOT NULL"));

  private DatabaseTypes() {}

  private static Natural database(
      String database, String type, SourceType source, String wire, String note) {
    return new Natural(source, database + " | " + TypesPage.code(type), wire, note);
  }
}

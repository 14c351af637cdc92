package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the records of a pipeline refuse and compute by themselves. */
class SettingsRecordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "long|long",
        " STRING |string",
        "decimal( 38 , 0 )|decimal(38,0)",
        "List < INT >|list<int>",
        "map<string, list<decimal(9,2)>>|map<string,list<decimal(9,2)>>",
        "struct< City : string , zip:int >|struct<City:string,zip:int>"
      })
  void a_column_type_is_kept_in_one_spelling(String written, String kept) {
    assertThat(new ColumnType(written)).hasToString(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "decimal",
        "decimal(39,2)",
        "decimal(0,0)",
        "decimal(3,4)",
        "",
        "list",
        "list<>",
        "list<int",
        "list<int>>",
        "map<int,int>",
        "map<string>",
        "struct<>",
        "struct<a>",
        "struct<a:int,>",
        "struct<a:int,a:long>"
      })
  void a_column_type_that_iceberg_does_not_know_is_refused(String text) {
    assertThatThrownBy(() -> new ColumnType(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no column type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REST", "JDBC", "HIVE"})
  void catalogs_with_an_address_need_it(CatalogType type) {
    assertThatThrownBy(
            () -> new CatalogSettings("lake", type, Optional.empty(), "/w", new TreeMap<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 'uri'");
  }

  @Test
  void iceberg_gets_type_address_warehouse_and_the_properties() {
    CatalogSettings catalog =
        new CatalogSettings(
            "lake",
            CatalogType.JDBC,
            Optional.of("jdbc:x"),
            "/w",
            new TreeMap<>(Map.of("io-impl", new Setting.Plain("X"))));

    assertThat(catalog.icebergProperties())
        .isEqualTo(Map.of("type", "jdbc", "uri", "jdbc:x", "warehouse", "/w", "io-impl", "X"));
  }

  @Test
  void bronze_tables_are_equal_when_their_patterns_have_the_same_text() {
    assertThat(bronze("a|b"))
        .isEqualTo(bronze("a|b"))
        .hasSameHashCodeAs(bronze("a|b"))
        .isNotEqualTo(bronze("a"));
  }

  @Test
  void a_silver_table_needs_a_key_and_a_gold_table_an_input() {
    UnitName from = new UnitName(Layer.BRONZE, "t");

    assertThatThrownBy(
            () -> new SilverTable("t", from, List.of(), List.of(), Evolve.ADD, OptionalInt.empty()))
        .hasMessage("a silver table needs at least one key column");
    assertThatThrownBy(() -> new GoldTable("t", List.of(), List.of("a"), "a.sql", "SELECT 1"))
        .hasMessage("a gold table needs at least one input in 'from'");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:sqlite:c.db, "
        + "jdbc:sqlite:/p/c.db?busy_timeout=30000&journal_mode=WAL&synchronous=NORMAL",
    "jdbc:sqlite:/a/c.db?synchronous=FULL, "
        + "jdbc:sqlite:/a/c.db?synchronous=FULL&busy_timeout=30000&journal_mode=WAL",
    "jdbc:sqlite:../c.db?a=b&busy_timeout=1&journal_mode=OFF&synchronous=OFF, "
        + "jdbc:sqlite:/c.db?a=b&busy_timeout=1&journal_mode=OFF&synchronous=OFF",
    "jdbc:sqlite:file:c?mode=memory, "
        + "jdbc:sqlite:file:c?mode=memory&busy_timeout=30000&journal_mode=WAL&synchronous=NORMAL",
    "jdbc:sqlite::memory:, "
        + "jdbc:sqlite::memory:?busy_timeout=30000&journal_mode=WAL&synchronous=NORMAL",
    "jdbc:postgresql://db/lake, jdbc:postgresql://db/lake",
    "https://catalog, https://catalog",
  })
  void only_sqlite_addresses_are_changed(String written, String used) {
    assertThat(new RelativePaths(Path.of("/p")).catalogUri(written)).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    "warehouse, /p/warehouse",
    "../w/, /w",
    "/abs/w, /abs/w",
    "s3://bucket/w/, s3://bucket/w/",
    "file:/w, file:/w",
  })
  void a_warehouse_is_a_folder_or_a_uri(String written, String used) {
    assertThat(new RelativePaths(Path.of("/p")).fileOrUri(written)).isEqualTo(used);
  }

  private static BronzeTable bronze(String topics) {
    return new BronzeTable("t", Pattern.compile(topics), Connector.POSTGRESQL, Format.JSON);
  }
}

package io.firn.manifest;

import io.firn.config.BronzeTable;
import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Connector;
import io.firn.config.EnvironmentLookup;
import io.firn.config.Evolve;
import io.firn.config.Format;
import io.firn.config.GoldTable;
import io.firn.config.KafkaSettings;
import io.firn.config.Pipeline;
import io.firn.config.Setting;
import io.firn.config.SilverTable;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Pipelines for the tests of this package. */
final class Pipelines {
  static final String CANARY = "canary-4711";
  static final EnvironmentLookup ENVIRONMENT = Map.of("SECRET", CANARY)::get;

  private Pipelines() {}

  /** Two bronze, two silver and two gold tables; settings of every kind. */
  static Pipeline shop() {
    return shop("SELECT tenant FROM silver.orders GROUP BY tenant\n");
  }

  static Pipeline shop(String revenueSql) {
    return new Pipeline(
        "shop",
        catalog(),
        new KafkaSettings("localhost:9092", Optional.empty(), new TreeMap<>()),
        settings("spark.driver.memory", new Setting.Plain("2g")),
        Path.of("/shop/reports"),
        List.of(bronze("orders"), bronze("items")),
        List.of(silver("orders"), silver("items")),
        List.of(
            gold("revenue", revenueSql, "silver:orders", "silver:items"),
            gold("best", "SELECT 1\n", "gold:revenue")));
  }

  static TreeMap<String, Setting> settings(String name, Setting value) {
    return new TreeMap<>(Map.of(name, value));
  }

  private static CatalogSettings catalog() {
    TreeMap<String, Setting> properties = new TreeMap<>();
    properties.put("io-impl", new Setting.Plain("org.apache.iceberg.aws.s3.S3FileIO"));
    properties.put("s3.secret-access-key", new Setting.FromEnvironment("SECRET", ENVIRONMENT));
    properties.put("token", new Setting.FromFile(Path.of("/secrets/token")));
    return new CatalogSettings(
        "lake", CatalogType.REST, Optional.of("http://catalog:8181"), "s3://lake/", properties);
  }

  private static BronzeTable bronze(String name) {
    Pattern topics = Pattern.compile("(?<tenant>[a-z]+)\\.shop\\." + name);
    return new BronzeTable(name, topics, Connector.POSTGRESQL, Format.JSON);
  }

  private static SilverTable silver(String name) {
    return new SilverTable(
        name,
        new UnitName(Layer.BRONZE, name),
        List.of("tenant", "id"),
        List.of(
            new ColumnSpec("id", "order.id", type("long"), Optional.empty()),
            new ColumnSpec("at", "at", type("timestamp"), Optional.of(ColumnSpec.Encoding.MICROS))),
        Evolve.ADD,
        OptionalInt.of(8));
  }

  private static Optional<ColumnType> type(String text) {
    return Optional.of(new ColumnType(text));
  }

  private static GoldTable gold(String name, String sql, String... from) {
    return new GoldTable(
        name,
        List.of(from).stream().map(UnitName::parse).toList(),
        List.of("tenant"),
        "sql/" + name + ".sql",
        sql);
  }
}

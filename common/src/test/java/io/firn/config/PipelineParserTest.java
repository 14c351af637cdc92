package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a correct file becomes: defaults, every key, substitution, includes. */
class PipelineParserTest {
  private static final String EVERY_KEY =
      """
      firn {
        name = web-shop
        reports = "/var/reports"
        spark { "spark.driver.memory" = 2g }
        catalog {
          name = warehouse
          type = rest
          uri = "https://catalog:8181"
          warehouse = "s3://lake/root"
          properties { "s3.endpoint" = "http://localhost:9000" }
        }
        kafka {
          bootstrap-servers = "one:9092,two:9093"
          schema-registry {
            url = "http://registry:8081/apis"
            username = reader
            password { file = "registry-password" }
            truststore = "trust.p12"
            truststore-password { file = "registry-password" }
          }
          reader = spark
          max-bytes-per-run = 3 GiB
          max-bytes-per-tenant = "500 MB"
          options { "security.protocol" = SASL_SSL }
        }
        bronze.orders {
          topics = "shop\\\\.orders"
          connector = postgresql
          format = avro
          allow-topics = ["shop.*"]
          deny-topics = ["test.*", "try.*"]
          quarantine { max-rows = 50, max-share = 0.025 }
        }
        silver.orders {
          from = bronze.orders
          key = [id]
          evolve = freeze
          names = snake_case
          buckets = 16
          deletes = mark
          changes = true
          transform = "a.sql"
          quarantine { max-rows = 7 }
          columns {
            id { path = "order.id", type = long }
            total { type = "decimal(12, 2)", encoding = unscaled }
            note = string
            raw {}
          }
        }
        silver.past {
          from = bronze.orders
          key = [id]
          history = versions
          track = [total, note]
        }
        silver.rough_past {
          from = bronze.orders
          key = [id]
          history = versions
          track-except = [seen_at]
        }
        gold.revenue { from = ["silver:orders"], grain = [note], sql = "a.sql" }
        gold.total {
          from = [gold.revenue]
          grain = [note]
          sql = "a.sql"
          refresh = incremental
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void what_is_left_out_takes_its_default() {
    Pipeline pipeline = PipelineFile.complete(folder).pipeline();

    assertThat(pipeline.reports()).isEqualTo(folder.resolve(".firn/reports"));
    assertThat(pipeline.spark()).isEmpty();
    assertThat(pipeline.catalog().name()).isEqualTo("lake");
    assertThat(pipeline.catalog().properties()).isEmpty();
    assertThat(pipeline.kafka().schemaRegistry()).isEmpty();
    assertThat(pipeline.kafka().options()).isEmpty();
    assertThat(pipeline.kafka().reader()).isEqualTo(KafkaReader.CONSUMER);
    assertThat(pipeline.kafka().limits()).isEqualTo(new LandingLimits(64L << 30, Long.MAX_VALUE));
    assertThat(pipeline.bronze("orders").orElseThrow().format()).isEqualTo(Format.JSON);
    assertThat(pipeline.bronze("orders").orElseThrow().quarantine())
        .isEqualTo(new QuarantineSettings(OptionalLong.empty(), 0.1));
    SilverTable silver = pipeline.silver("orders").orElseThrow();
    assertThat(silver.evolve()).isEqualTo(Evolve.ADD);
    assertThat(silver.buckets()).isEmpty();
    assertThat(silver.columns()).isEmpty();
  }

  @Test
  void silver_gold_and_spark_may_be_left_out_altogether() {
    String bronzeOnly = PipelineFile.COMPLETE.replaceAll("(?s)  silver\\.orders.*", "}\n");

    Pipeline pipeline = new PipelineFile(folder, bronzeOnly, Map.of()).pipeline();

    assertThat(pipeline.units()).containsExactly(new UnitName(Layer.BRONZE, "orders"));
  }

  @Test
  void every_key_with_another_value_than_its_default_arrives() {
    // Given
    PipelineFile file =
        new PipelineFile(folder, EVERY_KEY, Map.of())
            .beside("a.sql", "SELECT 1 AS one")
            .beside("registry-password", "x")
            .beside("trust.p12", "");

    // When
    Pipeline pipeline = file.pipeline();

    // Then
    CatalogSettings catalog =
        new CatalogSettings(
            "warehouse",
            CatalogType.REST,
            Optional.of("https://catalog:8181"),
            "s3://lake/root",
            plain("s3.endpoint", "http://localhost:9000"));
    KafkaSettings kafka =
        new KafkaSettings(
            "one:9092,two:9093",
            Optional.of(registryOfEveryKey()),
            KafkaReader.SPARK,
            new LandingLimits(3L << 30, 500_000_000),
            plain("security.protocol", "SASL_SSL"));
    assertThat(pipeline)
        .isEqualTo(
            new Pipeline(
                "web-shop",
                catalog,
                kafka,
                plain("spark.driver.memory", "2g"),
                Path.of("/var/reports"),
                List.of(bronzeOfEveryKey()),
                List.of(
                    silverOfEveryKey(),
                    past("past", new VersionRules(List.of("total", "note"), List.of())),
                    past("rough_past", new VersionRules(List.of(), List.of("seen_at")))),
                List.of(
                    gold("revenue", "silver", "orders", Refresh.FULL),
                    gold("total", "gold", "revenue", Refresh.INCREMENTAL))));
  }

  @Test
  void quoted_and_nested_settings_are_the_same() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.spark { spark.driver.memory = 2g, \"spark.driver.cores\" = 2 }")
            .with("firn.kafka.options { fetch.min.bytes = 1000, ratio = 0.10, on = true }")
            .pipeline();

    assertThat(pipeline.revealedSpark())
        .isEqualTo(Map.of("spark.driver.memory", "2g", "spark.driver.cores", "2"));
    assertThat(pipeline.kafka().clientProperties())
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "fetch.min.bytes", "1000",
                "ratio", "0.10",
                "on", "true"));
  }

  @Test
  void columns_keep_the_order_of_their_lines() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.silver.orders.columns {\n zeta = int\n alpha = int\n b = int, a = int }")
            .pipeline();

    assertThat(pipeline.silver("orders").orElseThrow().columns())
        .extracting(ColumnSpec::name)
        .containsExactly("zeta", "alpha", "a", "b");
  }

  @Test
  void tables_are_sorted_by_name() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.bronze.items { topics = items, connector = postgresql }")
            .pipeline();

    assertThat(pipeline.bronze()).extracting(BronzeTable::name).containsExactly("items", "orders");
  }

  @Test
  void paths_are_relative_to_the_pipeline_file() {
    CatalogSettings catalog = PipelineFile.complete(folder).pipeline().catalog();

    assertThat(catalog.warehouse()).isEqualTo(folder.resolve("warehouse").toString());
    assertThat(catalog.uri())
        .contains(
            "jdbc:sqlite:"
                + folder.resolve("warehouse/catalog.db")
                + "?busy_timeout=30000&journal_mode=WAL&synchronous=NORMAL");
  }

  @Test
  void includes_and_substitutions_work() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("include \"shared/places.conf\"")
            .with("firn.catalog.warehouse = ${places.bucket}\"/lake\"")
            .with("firn.bronze.items = ${firn.bronze.orders} { topics = items }")
            .beside("shared/places.conf", "places { bucket = \"s3://b\", other = unused }")
            .pipeline();

    assertThat(pipeline.catalog().warehouse()).isEqualTo("s3://b/lake");
    assertThat(pipeline.bronze("items").orElseThrow().connector()).isEqualTo(Connector.POSTGRESQL);
  }

  @Test
  void environment_variables_are_substituted() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.kafka.bootstrap-servers = ${?BROKERS}")
            .with("firn.kafka.schema-registry = ${?REGISTRY}")
            .with("firn.silver.orders.buckets = ${BUCKETS}")
            .with("firn.name = ${PREFIX}\"_shop\"")
            .where(Map.of("BUCKETS", "32", "PREFIX", "eu"))
            .pipeline();

    assertThat(pipeline.kafka().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(pipeline.kafka().schemaRegistry()).isEmpty();
    assertThat(pipeline.silver("orders").orElseThrow().buckets()).hasValue(32);
    assertThat(pipeline.name()).isEqualTo("eu_shop");
  }

  private static BronzeTable bronzeOfEveryKey() {
    return new BronzeTable(
        "orders",
        Pattern.compile("shop\\.orders"),
        Connector.POSTGRESQL,
        Format.AVRO,
        new NamePatterns(List.of("shop.*")),
        new NamePatterns(List.of("test.*", "try.*")),
        new QuarantineSettings(OptionalLong.of(50), 0.025));
  }

  private RegistrySettings registryOfEveryKey() {
    Setting password = new Setting.FromFile(folder.resolve("registry-password"));
    return new RegistrySettings(
        "http://registry:8081/apis",
        Optional.of("reader"),
        Optional.of(password),
        Optional.empty(),
        Optional.of(folder.resolve("trust.p12")),
        Optional.of(password));
  }

  @Test
  void a_registry_may_be_an_address_or_an_object_with_one() {
    RegistrySettings plain = RegistrySettings.at("http://registry:8081");

    assertThat(registry("= \"http://registry:8081\"")).contains(plain);
    assertThat(registry("{ url = \"http://registry:8081\" }")).contains(plain);
    assertThat(registry("{ url = \"http://registry:8081\", token = ${?NOT_SET} }")).contains(plain);
    assertThat(registry("{ url = \"http://registry:8081\", token = ${TOKEN} }").orElseThrow())
        .satisfies(
            registry -> assertThat(registry.token().map(Setting::reveal)).contains("canary-4711"))
        .asString()
        .doesNotContain("canary-4711");
  }

  private Optional<RegistrySettings> registry(String value) {
    return PipelineFile.complete(folder)
        .with("firn.kafka.schema-registry " + value)
        .where(Map.of("TOKEN", "canary-4711"))
        .pipeline()
        .kafka()
        .schemaRegistry();
  }

  @Test
  void the_last_key_column_of_an_explode_is_the_elements() {
    SilverTable items =
        PipelineFile.complete(folder)
            .with("firn.silver.orders { explode = cart.items, key = [id, sku] }")
            .pipeline()
            .silver("orders")
            .orElseThrow();

    assertThat(items.key()).containsExactly("id");
    assertThat(items.explode()).hasValue(new Explode("cart.items", "sku"));
    assertThat(items.rowKey()).containsExactly("id", "sku");
  }

  @Test
  void aTransformMayBeAClass() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.silver.orders.transform = \"class:com.acme.Orders\"")
            .pipeline();

    assertThat(pipeline.silver("orders").orElseThrow().rules().transform())
        .contains(new Transform.JavaClass("com.acme.Orders"));
  }

  @Test
  void everyKindOfExpectationIsRead() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with(
                """
                firn.gold.revenue.expect {
                  positive  { check = "total >= 0", otherwise = quarantine }
                  complete  { not-null = [tenant, total] }
                  known     { accepted { column = tenant, values = [acme, 7] }, otherwise = warn }
                  one_each  { unique = [tenant] }
                  ordered   { references { columns = [tenant], table = silver.orders } }
                  some      { rows { min = 1 } }
                  recent    { fresh { column = day, at-most = 90m } }
                  steady    { change { at-most = "12.5%" } }
                }
                """)
            .pipeline();

    assertThat(pipeline.gold("revenue").orElseThrow().expectations().all())
        .containsExactly(
            expected("complete", new Expectation.NotNull(List.of("tenant", "total"))),
            new Expectation(
                "known", new Expectation.Accepted("tenant", List.of("acme", "7")), Otherwise.WARN),
            expected("one_each", new Expectation.Unique(List.of("tenant"))),
            expected(
                "ordered",
                new Expectation.References(
                    List.of("tenant"), UnitName.parse("silver:orders"), List.of("tenant"))),
            new Expectation("positive", new Expectation.Check("total >= 0"), Otherwise.QUARANTINE),
            expected("recent", new Expectation.Fresh("day", Duration.ofMinutes(90))),
            expected("some", new Expectation.Rows(OptionalLong.of(1), OptionalLong.empty())),
            expected("steady", new Expectation.Change(0.125)));
  }

  private static Expectation expected(String name, Expectation.Rule rule) {
    return new Expectation(name, rule, Otherwise.FAIL);
  }

  private static SilverTable silverOfEveryKey() {
    return new SilverTable(
        "orders",
        new UnitName(Layer.BRONZE, "orders"),
        List.of("id"),
        List.of(
            column("id", "order.id", "long", Optional.empty()),
            column("total", "total", "decimal(12,2)", Optional.of(ColumnSpec.Encoding.UNSCALED)),
            column("note", "note", "string", Optional.empty()),
            new ColumnSpec("raw", "raw", Optional.empty(), Optional.empty())),
        Evolve.FREEZE,
        OptionalInt.of(16),
        new SilverRules(
            Deletes.MARK,
            true,
            new QuarantineSettings(OptionalLong.of(7), QuarantineSettings.USUAL_SHARE),
            Names.SNAKE_CASE,
            Optional.of(new Transform.Sql("a.sql", "SELECT 1 AS one")),
            Optional.empty()));
  }

  private static SilverTable past(String name, VersionRules versions) {
    return new SilverTable(
        name,
        new UnitName(Layer.BRONZE, "orders"),
        List.of("id"),
        List.of(),
        Evolve.ADD,
        OptionalInt.empty(),
        new SilverRules(versions, Names.AS_IS));
  }

  private static GoldTable gold(String name, String layer, String input, Refresh refresh) {
    List<UnitName> from = List.of(UnitName.parse(layer + ":" + input));
    return new GoldTable(
        name, from, List.of("note"), "a.sql", "SELECT 1 AS one", refresh, Expectations.NONE);
  }

  private static TreeMap<String, Setting> plain(String name, String value) {
    return new TreeMap<>(Map.of(name, new Setting.Plain(value)));
  }

  private static ColumnSpec column(
      String name, String path, String type, Optional<ColumnSpec.Encoding> encoding) {
    return new ColumnSpec(name, path, Optional.of(new ColumnType(type)), encoding);
  }
}

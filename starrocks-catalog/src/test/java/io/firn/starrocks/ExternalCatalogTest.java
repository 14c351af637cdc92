package io.firn.starrocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalCatalogTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "CATALOG_CREDENTIAL", "firn:xyzzy",
          "CATALOG_PASSWORD", "a \"quoted\" \\ password",
          "STORE_KEY", "AKIAFIRN",
          "STORE_SECRET", "plugh");

  @Test
  void aRestCatalogThatLendsItsKeys() {
    ExternalCatalog catalog =
        catalog(
            CatalogType.REST,
            "https://catalog.example/api",
            Map.of(
                "credential", secret("CATALOG_CREDENTIAL"),
                "scope", plain("lake"),
                "oauth2-server-uri", plain("https://login.example/token"),
                "io-impl", plain("org.apache.iceberg.aws.s3.S3FileIO"),
                "header.x-tenant", plain("shop")));

    assertThat(catalog)
        .hasToString(
            """
            CREATE EXTERNAL CATALOG IF NOT EXISTS `lake` PROPERTIES (
              "enable_iceberg_table_cache" = "false",
              "iceberg.catalog.header.x-tenant" = "shop",
              "iceberg.catalog.oauth2.credential" = "***",
              "iceberg.catalog.oauth2.scope" = "lake",
              "iceberg.catalog.oauth2.server-uri" = "https://login.example/token",
              "iceberg.catalog.security" = "oauth2",
              "iceberg.catalog.type" = "rest",
              "iceberg.catalog.uri" = "https://catalog.example/api",
              "iceberg.catalog.vended-credentials-enabled" = "true",
              "iceberg.catalog.warehouse" = "s3://lake/warehouse",
              "type" = "iceberg"
            )""");
  }

  @Test
  void aRestCatalogBesideAnObjectStoreWithItsOwnKeys() {
    ExternalCatalog catalog =
        catalog(
            CatalogType.REST,
            "http://iceberg-rest:8181",
            Map.of(
                "s3.endpoint", plain("http://minio:9000"),
                "s3.path-style-access", plain("true"),
                "s3.access-key-id", secret("STORE_KEY"),
                "s3.secret-access-key", secret("STORE_SECRET"),
                "s3.multipart.num-threads", plain("4"),
                "client.region", plain("us-east-1")));

    assertThat(catalog.revealedSql())
        .isEqualTo(
            """
            CREATE EXTERNAL CATALOG IF NOT EXISTS `lake` PROPERTIES (
              "aws.s3.access_key" = "AKIAFIRN",
              "aws.s3.enable_path_style_access" = "true",
              "aws.s3.endpoint" = "http://minio:9000",
              "aws.s3.region" = "us-east-1",
              "aws.s3.secret_key" = "plugh",
              "enable_iceberg_table_cache" = "false",
              "iceberg.catalog.security" = "none",
              "iceberg.catalog.type" = "rest",
              "iceberg.catalog.uri" = "http://iceberg-rest:8181",
              "iceberg.catalog.vended-credentials-enabled" = "false",
              "iceberg.catalog.warehouse" = "s3://lake/warehouse",
              "type" = "iceberg"
            )""");
  }

  @Test
  void aJdbcCatalogOnAServer() {
    ExternalCatalog catalog =
        catalog(
            CatalogType.JDBC,
            "jdbc:postgresql://db/lake",
            Map.of(
                "jdbc.user", plain("firn"),
                "jdbc.password", secret("CATALOG_PASSWORD"),
                "jdbc.schema-version", plain("V1")));

    assertThat(catalog.revealedSql())
        .isEqualTo(
            """
            CREATE EXTERNAL CATALOG IF NOT EXISTS `lake` PROPERTIES (
              "aws.s3.use_instance_profile" = "true",
              "enable_iceberg_table_cache" = "false",
              "iceberg.catalog.jdbc.password" = "a \\"quoted\\" \\\\ password",
              "iceberg.catalog.jdbc.schema-version" = "V1",
              "iceberg.catalog.jdbc.user" = "firn",
              "iceberg.catalog.type" = "jdbc",
              "iceberg.catalog.uri" = "jdbc:postgresql://db/lake",
              "iceberg.catalog.warehouse" = "s3://lake/warehouse",
              "type" = "iceberg"
            )""");
  }

  @Test
  void glue() {
    ExternalCatalog catalog =
        catalog(CatalogType.GLUE, null, Map.of("client.region", plain("eu-central-1")));

    assertThat(catalog.revealedSql())
        .isEqualTo(
            """
            CREATE EXTERNAL CATALOG IF NOT EXISTS `lake` PROPERTIES (
              "aws.glue.region" = "eu-central-1",
              "aws.glue.use_instance_profile" = "true",
              "aws.s3.region" = "eu-central-1",
              "aws.s3.use_instance_profile" = "true",
              "enable_iceberg_table_cache" = "false",
              "iceberg.catalog.type" = "glue",
              "type" = "iceberg"
            )""");
  }

  @Test
  void hive() {
    ExternalCatalog catalog =
        ExternalCatalog.of(
            new CatalogSettings(
                "lake",
                CatalogType.HIVE,
                Optional.of("thrift://metastore:9083"),
                "hdfs://lake/warehouse",
                new TreeMap<>()));

    assertThat(catalog.revealedSql())
        .isEqualTo(
            """
            CREATE EXTERNAL CATALOG IF NOT EXISTS `lake` PROPERTIES (
              "enable_iceberg_table_cache" = "false",
              "hive.metastore.uris" = "thrift://metastore:9083",
              "iceberg.catalog.type" = "hive",
              "type" = "iceberg"
            )""");
  }

  @Test
  void aSecretIsShownNowhereButWhereItIsAskedFor(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "frobozz\n");
    ExternalCatalog catalog =
        catalog(
            CatalogType.REST,
            "https://catalog.example/api",
            Map.of(
                "token", new Setting.FromFile(file),
                "s3.access-key-id", plain("AKIAFIRN"),
                "s3.secret-access-key", secret("STORE_SECRET")));

    assertThat(catalog.toString())
        .doesNotContain("frobozz", "AKIAFIRN", "plugh")
        .contains("\"iceberg.catalog.oauth2.token\" = \"***\"")
        .contains("\"aws.s3.access_key\" = \"***\"")
        .contains("\"aws.s3.secret_key\" = \"***\"");
    assertThat(catalog.properties().toString()).doesNotContain("frobozz", "plugh");
    assertThat(catalog.revealedSql()).contains("\"frobozz\"", "\"AKIAFIRN\"", "\"plugh\"");
  }

  @Test
  void noValueLeavesItsQuotes() {
    ExternalCatalog catalog =
        catalog(
            CatalogType.REST,
            "https://catalog.example/api",
            Map.of("header.x", plain("\\\"); DROP CATALOG lake; --\r\n")));

    assertThat(catalog.revealedSql())
        .contains("\"iceberg.catalog.header.x\" = \"\\\\\\\"); DROP CATALOG lake; --\\r\\n\",\n");
  }

  @Test
  void theSameSettingsGiveTheSameCatalog() {
    Map<String, Setting> properties = Map.of("header.x", plain("y"));

    assertThat(catalog(CatalogType.REST, "https://catalog.example/api", properties))
        .isEqualTo(catalog(CatalogType.REST, "https://catalog.example/api", properties));
  }

  private static ExternalCatalog catalog(
      CatalogType type, String uri, Map<String, Setting> properties) {
    return ExternalCatalog.of(
        new CatalogSettings(
            "lake",
            type,
            Optional.ofNullable(uri),
            "s3://lake/warehouse",
            new TreeMap<>(properties)));
  }

  private static Setting plain(String value) {
    return new Setting.Plain(value);
  }

  private static Setting secret(String variable) {
    return new Setting.FromEnvironment(variable, ENVIRONMENT::get);
  }
}

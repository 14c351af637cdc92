package io.firn.starrocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.Setting;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Catalogs that StarRocks would accept in silence, or not at all, and then not read. */
class UnreadableCatalogTest {
  private static final String SERVER = "jdbc:postgresql://db/lake";
  private static final String REST = "http://iceberg-rest:8181";
  private static final String BUCKET = "s3://lake/warehouse";

  @ParameterizedTest
  @MethodSource("unreadable")
  void isRefusedWithItsReason(CatalogSettings settings, String message) {
    FirnException refused =
        catchThrowableOfType(FirnException.class, () -> ExternalCatalog.of(settings));

    assertThat(refused).hasMessage("StarRocks cannot read the catalog 'lake' " + message);
    assertThat(refused.failure().kind()).isEqualTo(ErrorKind.CONFIG);
  }

  static List<Arguments> unreadable() {
    return List.of(
        argumentSet(
            "a hadoop catalog",
            settings(CatalogType.HADOOP, null, BUCKET, Map.of()),
            "(firn.catalog.type): expected rest, jdbc, glue or hive, found hadoop, a folder without"
                + " a catalog service: StarRocks does not document this type. Move the tables to a"
                + " REST catalog, or leave StarRocks out."),
        argumentSet(
            "SQLite",
            settings(CatalogType.JDBC, "jdbc:sqlite:/srv/catalog.db", "/srv/warehouse", Map.of()),
            "(firn.catalog.uri): expected a PostgreSQL, MySQL or MariaDB server, e.g."
                + " jdbc:postgresql://host/lake, found SQLite, a file of this machine that"
                + " StarRocks' front end cannot open. Move the catalog to a server, or leave"
                + " StarRocks out."),
        argumentSet(
            "a database without a driver",
            settings(CatalogType.JDBC, "jdbc:h2:tcp://db/lake", BUCKET, Map.of()),
            "(firn.catalog.uri): expected a PostgreSQL, MySQL or MariaDB server, e.g."
                + " jdbc:postgresql://host/lake, found another database, for which StarRocks names"
                + " no driver. Move the catalog to a server, or leave StarRocks out."),
        argumentSet(
            "a warehouse on this machine",
            settings(CatalogType.JDBC, SERVER, "/srv/warehouse", Map.of()),
            "(firn.catalog.warehouse): expected an object store that the compute nodes reach, e.g."
                + " s3://bucket/warehouse, found /srv/warehouse, a folder of this machine. Set"
                + " firn.catalog.warehouse to a bucket."),
        argumentSet(
            "Glue nowhere",
            settings(CatalogType.GLUE, null, BUCKET, Map.of()),
            "(firn.catalog.properties.\"client.region\"): expected the region of AWS Glue, found"
                + " nothing: StarRocks does not look for it elsewhere. Set it, e.g."
                + " \"client.region\" = \"eu-central-1\"."),
        argumentSet(
            "a secret that StarRocks shows to everyone",
            settings(CatalogType.REST, REST, BUCKET, Map.of("s3.session-token", "xyzzy")),
            "(firn.catalog.properties.\"s3.session-token\"): expected a secret that StarRocks masks:"
                + " s3.access-key-id, s3.secret-access-key, credential, token, jdbc.password, found"
                + " one that StarRocks would show to every account. Use one of those, or the"
                + " instance profile of the cluster."),
        argumentSet(
            "half a pair of keys",
            settings(CatalogType.JDBC, SERVER, BUCKET, Map.of("s3.access-key-id", "AKIAFIRN")),
            "(firn.catalog.properties): expected s3.access-key-id and s3.secret-access-key, or"
                + " neither, found only s3.access-key-id. Set the other one too."),
        argumentSet(
            "an endpoint without a scheme",
            settings(CatalogType.REST, REST, BUCKET, Map.of("s3.endpoint", "minio:9000")),
            "(firn.catalog.properties.\"s3.endpoint\"): expected an address with http:// or"
                + " https://, found minio:9000. Put the scheme in front."));
  }

  private static CatalogSettings settings(
      CatalogType type, String uri, String warehouse, Map<String, String> properties) {
    TreeMap<String, Setting> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put(name, new Setting.Plain(value)));
    return new CatalogSettings("lake", type, Optional.ofNullable(uri), warehouse, settings);
  }
}

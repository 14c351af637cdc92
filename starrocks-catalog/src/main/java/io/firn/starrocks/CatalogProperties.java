package io.firn.starrocks;

import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.SecretNames;
import io.firn.config.Setting;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Iceberg's catalog properties by StarRocks' names. */
final class CatalogProperties {
  private static final String ICEBERG = "iceberg.catalog.";
  private static final String ACCESS_KEY = "s3.access-key-id";
  private static final String SECRET_KEY = "s3.secret-access-key";
  private static final String ENDPOINT = "s3.endpoint";
  private static final String REGION = "client.region";

  /** What StarRocks calls otherwise. Everything else is {@code iceberg.catalog.X}. */
  private static final Map<String, String> RENAMED =
      Map.of(
          ENDPOINT,
          "aws.s3.endpoint",
          "s3.path-style-access",
          "aws.s3.enable_path_style_access",
          ACCESS_KEY,
          "aws.s3.access_key",
          SECRET_KEY,
          "aws.s3.secret_key",
          REGION,
          "aws.s3.region",
          "credential",
          ICEBERG + "oauth2.credential",
          "token",
          ICEBERG + "oauth2.token",
          "scope",
          ICEBERG + "oauth2.scope",
          "oauth2-server-uri",
          ICEBERG + "oauth2.server-uri",
          "audience",
          ICEBERG + "oauth2.audience");

  /** Handed on by its own name, and masked all the same by a fix that 4.0 and 4.1 got, 3.5 not. */
  private static final String JDBC_PASSWORD = "jdbc.password";

  private final CatalogSettings settings;
  private final SortedMap<String, Setting> translated = new TreeMap<>();

  private CatalogProperties(CatalogSettings settings) {
    this.settings = settings;
  }

  static SortedMap<String, Setting> of(CatalogSettings settings) {
    CatalogProperties properties = new CatalogProperties(settings);
    properties.catalog();
    properties.settings.properties().forEach(properties::property);
    properties.objectStore();
    return properties.translated;
  }

  private void catalog() {
    put("type", "iceberg");
    put(ICEBERG + "type", settings.type().name().toLowerCase(Locale.ROOT));
    // The pointer to a table's newest metadata is read each time: a query sees what a run committed
    // before it, not what StarRocks saw a minute ago. Manifests stay cached; they never change.
    put("enable_iceberg_table_cache", "false");
    switch (settings.type()) {
      case REST -> rest();
      case JDBC -> jdbc();
      case GLUE -> glue();
      case HIVE -> put("hive.metastore.uris", settings.uri().orElseThrow());
      case HADOOP ->
          throw refusal(
              "type",
              "rest, jdbc, glue or hive",
              "hadoop, a folder without a catalog service: StarRocks does not document this type",
              "Move the tables to a REST catalog, or leave StarRocks out.");
    }
    if (settings.warehouse().startsWith("/") || settings.warehouse().startsWith("file:")) {
      throw refusal(
          "warehouse",
          "an object store that the compute nodes reach, e.g. s3://bucket/warehouse",
          settings.warehouse() + ", a folder of this machine",
          "Set firn.catalog.warehouse to a bucket.");
    }
  }

  private void rest() {
    put(ICEBERG + "uri", settings.uri().orElseThrow());
    put(ICEBERG + "warehouse", settings.warehouse());
    boolean oauth2 =
        settings.properties().containsKey("credential")
            || settings.properties().containsKey("token");
    put(ICEBERG + "security", oauth2 ? "oauth2" : "none");
  }

  private void jdbc() {
    String uri = settings.uri().orElseThrow();
    if (List.of("jdbc:postgresql:", "jdbc:mysql:", "jdbc:mariadb:").stream()
        .noneMatch(uri::startsWith)) {
      throw refusal(
          "uri",
          "a PostgreSQL, MySQL or MariaDB server, e.g. jdbc:postgresql://host/lake",
          uri.startsWith("jdbc:sqlite:")
              ? "SQLite, a file of this machine that StarRocks' front end cannot open"
              : "another database, for which StarRocks names no driver",
          "Move the catalog to a server, or leave StarRocks out.");
    }
    put(ICEBERG + "uri", uri);
    put(ICEBERG + "warehouse", settings.warehouse());
  }

  private void glue() {
    Setting region = settings.properties().get(REGION);
    if (region == null) {
      throw refusal(
          "properties.\"client.region\"",
          "the region of AWS Glue",
          "nothing: StarRocks does not look for it elsewhere",
          "Set it, e.g. \"client.region\" = \"eu-central-1\".");
    }
    translated.put("aws.glue.region", region);
    put("aws.glue.use_instance_profile", "true");
  }

  private void property(String name, Setting value) {
    String renamed = RENAMED.get(name);
    if (renamed != null) {
      translated.put(renamed, value);
    } else if (SecretNames.isSecret(name) && !name.equals(JDBC_PASSWORD)) {
      throw refusal(
          "properties.\"" + name + "\"",
          "a secret that StarRocks masks: " + String.join(", ", maskedSecrets()),
          "one that StarRocks would show to every account",
          "Use one of those, or the instance profile of the cluster.");
    } else if (!name.equals("io-impl") && !name.startsWith("s3.")) {
      // StarRocks reads files by its own means: Iceberg's FileIO and its settings have no use
      // there.
      translated.put(ICEBERG + name, value);
    }
  }

  private static List<String> maskedSecrets() {
    return List.of(ACCESS_KEY, SECRET_KEY, "credential", "token", JDBC_PASSWORD);
  }

  /**
   * Whose right to the files counts: keys, else what the REST catalog lends, else the machine's.
   */
  private void objectStore() {
    boolean accessKey = settings.properties().containsKey(ACCESS_KEY);
    if (accessKey != settings.properties().containsKey(SECRET_KEY)) {
      throw refusal(
          "properties",
          ACCESS_KEY + " and " + SECRET_KEY + ", or neither",
          "only " + (accessKey ? ACCESS_KEY : SECRET_KEY),
          "Set the other one too.");
    }
    checkEndpoint();
    if (settings.type() == CatalogType.REST) {
      // With lent keys StarRocks forgets the endpoint, and asks AWS for a bucket that is elsewhere.
      put(ICEBERG + "vended-credentials-enabled", accessKey ? "false" : "true");
    } else if (!accessKey && settings.warehouse().startsWith("s3")) {
      put("aws.s3.use_instance_profile", "true");
    }
  }

  /** Without a scheme, the first query hangs a minute and a half and then speaks of SSL. */
  private void checkEndpoint() {
    if (settings.properties().get(ENDPOINT) instanceof Setting.Plain endpoint
        && !endpoint.value().matches("https?://.+")) {
      throw refusal(
          "properties.\"" + ENDPOINT + "\"",
          "an address with http:// or https://",
          endpoint.value(),
          "Put the scheme in front.");
    }
  }

  private void put(String name, String value) {
    translated.put(name, new Setting.Plain(value));
  }

  private FirnException refusal(String key, String expected, String found, String next) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "StarRocks cannot read the catalog '" + settings.name() + "'",
            "firn.catalog." + key,
            expected,
            found,
            next));
  }
}

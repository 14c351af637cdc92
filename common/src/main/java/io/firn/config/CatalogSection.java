package io.firn.config;

import com.typesafe.config.ConfigObject;
import io.firn.model.Layer;
import io.firn.model.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** {@code firn.catalog}. */
final class CatalogSection {
  static final Key<String> NAME =
      new Key<>(
          "name",
          ValueType.of("a name", Names::table),
          new Key.Default<>("lake"),
          "The catalog's name in Spark SQL.",
          "warehouse");
  static final Key<CatalogType> TYPE =
      Key.required("type", ValueType.oneOf(CatalogType.class), "The kind of catalog.", "jdbc");
  static final Key<String> URI =
      new Key<>(
          "uri",
          ValueType.TEXT,
          new Key.Absent<>("required for rest, jdbc and hive"),
          "Address of the catalog. The file of a `jdbc:sqlite:` address is relative to this file,"
              + " and parameters that let several units wait for each other are added.",
          "\"jdbc:sqlite:warehouse/catalog.db\"");
  static final Key<String> WAREHOUSE =
      Key.required(
          "warehouse",
          ValueType.of("a path or URI", text -> text),
          "Root of the data files; a path is relative to this file.",
          "warehouse");
  static final Key<ConfigObject> PROPERTIES =
      new Key<>(
          "properties",
          ValueType.SETTINGS,
          new Key.Absent<>("none"),
          "Further catalog properties by Iceberg's own names; secrets as references.",
          "{ \"s3.endpoint\" = \"http://localhost:9000\" }");
  static final Section SECTION =
      new Section(
          "firn.catalog",
          "The Iceberg catalog that holds every table of the pipeline.",
          List.of(NAME, TYPE, URI, WAREHOUSE, PROPERTIES));

  private static final List<String> OWN_KEYS = List.of("type", "uri", "warehouse");

  private CatalogSection() {}

  static Optional<CatalogSettings> read(Cursor cursor) {
    RelativePaths paths = cursor.document().paths();
    Optional<String> name = cursor.read(NAME);
    name.ifPresent(found -> checkName(cursor, found));
    Optional<CatalogType> type = cursor.read(TYPE);
    Optional<String> uri = cursor.read(URI);
    type.ifPresent(found -> checkUri(cursor, found, uri));
    Optional<String> warehouse = cursor.read(WAREHOUSE).map(paths::fileOrUri);
    if (warehouse.filter(SecretNames::inAddress).isPresent()) {
      cursor.reject(
          WAREHOUSE, "holds a password; set it as a reference in firn.catalog.properties");
    }
    SortedMap<String, Setting> properties = SettingsReader.read(cursor, PROPERTIES);
    for (String own : OWN_KEYS) {
      if (properties.containsKey(own)) {
        cursor.reject(
            Cursor.below(cursor.pathOf(PROPERTIES), own),
            "contradicts firn.catalog." + own + "; set it there");
      }
    }
    return cursor.build(
        () ->
            new CatalogSettings(
                name.orElseThrow(),
                type.orElseThrow(),
                uri.map(paths::catalogUri),
                warehouse.orElseThrow(),
                properties));
  }

  /** Spark reads {@code silver.orders} as catalog and table when there is such a catalog. */
  private static void checkName(Cursor cursor, String name) {
    boolean isLayer = Arrays.stream(Layer.values()).anyMatch(layer -> layer.id().equals(name));
    if (isLayer || name.equals("spark_catalog")) {
      cursor.reject(NAME, "'" + name + "' is taken, by a layer or by Spark; choose another");
    }
  }

  private static void checkUri(Cursor cursor, CatalogType type, Optional<String> uri) {
    String word = type.name().toLowerCase(Locale.ROOT);
    String start =
        switch (type) {
          case REST -> "http";
          case JDBC -> "jdbc:";
          case HIVE -> "thrift://";
          case GLUE, HADOOP -> "";
        };
    if (start.isEmpty()) {
      if (cursor.has(URI)) {
        cursor.reject(URI, "a catalog of type " + word + " takes no 'uri'");
      }
    } else if (!cursor.has(URI)) {
      cursor.reject(URI, "is missing; a catalog of type " + word + " needs one");
    } else if (uri.isPresent() && !uri.get().startsWith(start)) {
      cursor.reject(URI, "the uri of a catalog of type " + word + " starts with '" + start + "'");
    }
    if (uri.filter(SecretNames::inAddress).isPresent()) {
      cursor.reject(
          URI,
          "holds a password; set it as a reference in firn.catalog.properties, e.g."
              + " \"jdbc.password\" = ${?CATALOG_PASSWORD}");
    }
  }
}

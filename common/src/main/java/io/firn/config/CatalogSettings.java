package io.firn.config;

import io.firn.model.Names;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The Iceberg catalog.
 *
 * @param name the catalog's name in Spark SQL
 * @param uri for rest, jdbc and hive; relative SQLite files are already absolute
 * @param warehouse root location; relative paths are already absolute
 * @param properties further Iceberg catalog properties, e.g. {@code io-impl}, {@code s3.endpoint}
 */
public record CatalogSettings(
    String name,
    CatalogType type,
    Optional<String> uri,
    String warehouse,
    SortedMap<String, Setting> properties) {
  public CatalogSettings {
    Names.table(name);
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    if (uri.isEmpty()
        && (type == CatalogType.REST || type == CatalogType.JDBC || type == CatalogType.HIVE)) {
      throw new IllegalArgumentException(
          "a catalog of type " + type.name().toLowerCase(Locale.ROOT) + " needs 'uri'");
    }
  }

  /**
   * Properties for Iceberg's {@code CatalogUtil.buildIcebergCatalog} and, prefixed, for Spark's
   * {@code SparkCatalog}: {@code type}, {@code uri}, {@code warehouse} and the rest. Secrets are
   * revealed.
   */
  public Map<String, String> icebergProperties() {
    TreeMap<String, String> iceberg = new TreeMap<>();
    properties.forEach((key, value) -> iceberg.put(key, value.reveal()));
    iceberg.put("type", type.name().toLowerCase(Locale.ROOT));
    iceberg.put("warehouse", warehouse);
    uri.ifPresent(value -> iceberg.put("uri", value));
    return iceberg;
  }
}

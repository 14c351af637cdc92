package io.firn.starrocks;

import io.firn.config.CatalogSettings;
import io.firn.config.SecretNames;
import io.firn.config.Setting;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A pipeline's Iceberg catalog as StarRocks knows it.
 *
 * <p>It bears the same name there as in Spark, and must: Iceberg's JDBC catalog files its tables
 * under the name of the catalog that made them, and StarRocks asks for them under its own.
 *
 * @param properties by StarRocks' names
 */
public record ExternalCatalog(String name, SortedMap<String, Setting> properties) {
  public ExternalCatalog {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /**
   * Translates the catalog of a pipeline.
   *
   * @throws io.firn.model.FirnException (CONFIG) when StarRocks could not read it, with what to do
   */
  public static ExternalCatalog of(CatalogSettings settings) {
    return new ExternalCatalog(settings.name(), CatalogProperties.of(settings));
  }

  /**
   * The statement to send, secrets revealed. Never log it, and mind that StarRocks' own audit log
   * may hold it.
   *
   * <p>When a catalog of this name exists, StarRocks answers OK and keeps the old definition.
   */
  public String revealedSql() {
    return sql((property, value) -> value.reveal());
  }

  /** The statement as it may be shown: secrets and references are {@code ***}. */
  @Override
  public String toString() {
    return sql(
        (property, value) ->
            SecretNames.isSecret(property.replace('_', '-')) ? "***" : value.toString());
  }

  private String sql(BiFunction<String, Setting, String> text) {
    return properties.entrySet().stream()
        .map(
            property ->
                "  "
                    + quoted(property.getKey())
                    + " = "
                    + quoted(text.apply(property.getKey(), property.getValue())))
        .collect(
            Collectors.joining(
                ",\n",
                "CREATE EXTERNAL CATALOG IF NOT EXISTS `" + name + "` PROPERTIES (\n",
                "\n)"));
  }

  /** A string literal; in StarRocks a backslash escapes, also between double quotes. */
  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}

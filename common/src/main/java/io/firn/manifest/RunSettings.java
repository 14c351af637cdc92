package io.firn.manifest;

import io.firn.config.CatalogSettings;
import io.firn.config.KafkaSettings;
import io.firn.config.LandingLimits;
import io.firn.config.Pipeline;
import io.firn.config.RegistrySettings;
import io.firn.config.Setting;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The settings that all units share, as JSON values; keys as in the pipeline file. */
final class RunSettings {
  private RunSettings() {}

  static SortedMap<String, Object> of(Pipeline pipeline) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("catalog", catalog(pipeline.catalog()));
    settings.put("kafka", kafka(pipeline.kafka()));
    settings.put("spark", byName(pipeline.spark()));
    settings.put("reports", pipeline.reports().toString());
    return settings;
  }

  private static SortedMap<String, Object> catalog(CatalogSettings catalog) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("name", catalog.name());
    settings.put("type", UnitSettings.word(catalog.type()));
    catalog.uri().ifPresent(uri -> settings.put("uri", uri));
    settings.put("warehouse", catalog.warehouse());
    settings.put("properties", byName(catalog.properties()));
    return settings;
  }

  private static SortedMap<String, Object> kafka(KafkaSettings kafka) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("bootstrap-servers", kafka.bootstrapServers());
    kafka
        .schemaRegistry()
        .ifPresent(registry -> settings.put("schema-registry", registry(registry)));
    settings.put("reader", UnitSettings.word(kafka.reader()));
    settings.put("max-bytes-per-run", kafka.limits().bytesPerRun());
    if (kafka.limits().bytesPerTenant() != LandingLimits.NONE) {
      settings.put("max-bytes-per-tenant", kafka.limits().bytesPerTenant());
    }
    settings.put("options", byName(kafka.options()));
    return settings;
  }

  private static SortedMap<String, Object> registry(RegistrySettings registry) {
    SortedMap<String, Object> settings = new TreeMap<>();
    settings.put("url", registry.url());
    registry.username().ifPresent(name -> settings.put("username", name));
    registry.password().ifPresent(secret -> settings.put("password", reference(secret)));
    registry.token().ifPresent(secret -> settings.put("token", reference(secret)));
    registry.truststore().ifPresent(path -> settings.put("truststore", path.toString()));
    registry
        .truststorePassword()
        .ifPresent(secret -> settings.put("truststore-password", reference(secret)));
    return settings;
  }

  private static SortedMap<String, Object> byName(SortedMap<String, Setting> values) {
    SortedMap<String, Object> settings = new TreeMap<>();
    values.forEach((name, value) -> settings.put(name, reference(value)));
    return settings;
  }

  /** Never calls {@link Setting#reveal()}: what is not plain is written as a reference. */
  private static Object reference(Setting value) {
    if (value instanceof Setting.Plain plain) {
      return plain.value();
    }
    if (value instanceof Setting.FromEnvironment variable) {
      return Map.of("env", variable.name());
    }
    if (value instanceof Setting.FromFile file) {
      return Map.of("file", file.path().toString());
    }
    throw new IllegalStateException("a kind of setting that manifests do not know");
  }
}

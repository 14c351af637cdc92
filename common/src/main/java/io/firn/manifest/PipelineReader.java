package io.firn.manifest;

import io.firn.config.BronzeTable;
import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Connector;
import io.firn.config.Deletes;
import io.firn.config.EnvironmentLookup;
import io.firn.config.Evolve;
import io.firn.config.Explode;
import io.firn.config.Format;
import io.firn.config.GoldTable;
import io.firn.config.History;
import io.firn.config.KafkaReader;
import io.firn.config.KafkaSettings;
import io.firn.config.LandingLimits;
import io.firn.config.NamePatterns;
import io.firn.config.Names;
import io.firn.config.Pipeline;
import io.firn.config.QuarantineSettings;
import io.firn.config.Refresh;
import io.firn.config.RegistrySettings;
import io.firn.config.SecretNames;
import io.firn.config.Setting;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.config.VersionRules;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the settings of a manifest back; the inverse of {@link RunSettings}, {@link UnitSettings}.
 */
final class PipelineReader {
  private final EnvironmentLookup environment;
  private final List<BronzeTable> bronze = new ArrayList<>();
  private final List<SilverTable> silver = new ArrayList<>();
  private final List<GoldTable> gold = new ArrayList<>();

  private PipelineReader(EnvironmentLookup environment) {
    this.environment = environment;
  }

  static Pipeline read(JsonCursor root, EnvironmentLookup environment) {
    PipelineReader reader = new PipelineReader(environment);
    List<UnitName> units = root.at("units").list(reader::unit);
    root.at("edges").list(edge -> known(edge.at("from"), units));
    JsonCursor settings = root.at("settings");
    return new Pipeline(
        root.at("pipeline").text(),
        reader.catalog(settings.at("catalog")),
        reader.kafka(settings.at("kafka")),
        reader.settings(settings.at("spark")),
        Path.of(settings.at("reports").text()),
        reader.bronze,
        reader.silver,
        reader.gold);
  }

  private static UnitName known(JsonCursor input, List<UnitName> units) {
    UnitName unit = input.unit();
    if (!units.contains(unit)) {
      throw input.refuse("a unit of this manifest");
    }
    return unit;
  }

  private CatalogSettings catalog(JsonCursor catalog) {
    return catalog.build(
        () ->
            new CatalogSettings(
                catalog.at("name").text(),
                catalog.at("type").word(CatalogType.class),
                catalog.at("uri").optionalText(),
                catalog.at("warehouse").text(),
                settings(catalog.at("properties"))));
  }

  private KafkaSettings kafka(JsonCursor kafka) {
    return new KafkaSettings(
        kafka.at("bootstrap-servers").text(),
        Optional.of(kafka.at("schema-registry")).filter(JsonCursor::isThere).map(this::registry),
        kafka.at("reader").word(KafkaReader.class),
        new LandingLimits(
            kafka.at("max-bytes-per-run").number(),
            kafka.at("max-bytes-per-tenant").optionalNumber().orElse(LandingLimits.NONE)),
        settings(kafka.at("options")));
  }

  private RegistrySettings registry(JsonCursor registry) {
    return registry.build(
        () ->
            new RegistrySettings(
                registry.at("url").text(),
                registry.at("username").optionalText(),
                secret(registry, "password"),
                secret(registry, "token"),
                registry.at("truststore").optionalText().map(Path::of),
                secret(registry, "truststore-password")));
  }

  private Optional<Setting> secret(JsonCursor settings, String name) {
    return Optional.of(settings.at(name))
        .filter(JsonCursor::isThere)
        .map(value -> setting(name, value));
  }

  private SortedMap<String, Setting> settings(JsonCursor settings) {
    SortedMap<String, Setting> values = new TreeMap<>();
    settings.map(value -> value).forEach((name, value) -> values.put(name, setting(name, value)));
    return values;
  }

  private Setting setting(String name, JsonCursor value) {
    if (value.isText() && !SecretNames.isSecret(name)) {
      return new Setting.Plain(value.text());
    }
    if (value.at("env").isThere()) {
      return new Setting.FromEnvironment(value.at("env").text(), environment);
    }
    if (value.at("file").isThere()) {
      return new Setting.FromFile(Path.of(value.at("file").text()));
    }
    throw value.refuse("{\"env\": …} or {\"file\": …}, or a text when it is no secret");
  }

  private UnitName unit(JsonCursor unit) {
    UnitName name = unit.at("id").unit();
    JsonCursor settings = unit.at("settings");
    unit.build(
        () ->
            switch (name.layer()) {
              case BRONZE -> bronze.add(bronze(name.table(), settings));
              case SILVER -> silver.add(silver(name.table(), settings));
              case GOLD -> gold.add(gold(name.table(), settings));
            });
    return name;
  }

  private static BronzeTable bronze(String name, JsonCursor settings) {
    return new BronzeTable(
        name,
        Pattern.compile(settings.at("topics").text()),
        settings.at("connector").word(Connector.class),
        settings.at("format").word(Format.class),
        names(settings.at("allow-topics")),
        names(settings.at("deny-topics")),
        quarantine(settings.at("quarantine")));
  }

  private static QuarantineSettings quarantine(JsonCursor quarantine) {
    return quarantine.build(
        () ->
            new QuarantineSettings(
                quarantine.at("max-rows").optionalNumber(), quarantine.at("max-share").fraction()));
  }

  private static NamePatterns names(JsonCursor patterns) {
    return patterns.isThere()
        ? new NamePatterns(patterns.list(JsonCursor::text))
        : NamePatterns.NONE;
  }

  private static SilverTable silver(String name, JsonCursor settings) {
    List<String> key = settings.at("key").list(JsonCursor::text);
    int last = key.size() - 1;
    Optional<Explode> explode =
        settings.at("explode").optionalText().map(path -> new Explode(path, key.get(last)));
    return new SilverTable(
        name,
        settings.at("from").unit(),
        explode.isPresent() ? key.subList(0, last) : key,
        settings.at("columns").list(PipelineReader::column),
        settings.at("evolve").word(Evolve.class),
        settings.at("buckets").optionalInt(),
        new SilverRules(
            settings.at("deletes").word(Deletes.class),
            settings.at("changes").bool(),
            quarantine(settings.at("quarantine")),
            settings.at("names").word(Names.class),
            Optional.of(settings.at("transform"))
                .filter(JsonCursor::isThere)
                .map(PipelineReader::transform),
            versions(settings),
            explode,
            ExpectSettings.read(settings)));
  }

  private static Transform transform(JsonCursor transform) {
    return transform.at("class").isThere()
        ? new Transform.JavaClass(transform.at("class").text())
        : new Transform.Sql(transform.at("sql-file").text(), transform.at("sql").text());
  }

  private static Optional<VersionRules> versions(JsonCursor settings) {
    if (settings.at("history").word(History.class) == History.LATEST) {
      return Optional.empty();
    }
    return Optional.of(
        settings.build(
            () ->
                new VersionRules(
                    columns(settings.at("track")), columns(settings.at("track-except")))));
  }

  private static List<String> columns(JsonCursor names) {
    return names.isThere() ? names.list(JsonCursor::text) : List.of();
  }

  private static ColumnSpec column(JsonCursor column) {
    return new ColumnSpec(
        column.at("name").text(),
        column.at("path").text(),
        column.at("type").optionalText().map(ColumnType::new),
        column
            .at("encoding")
            .optionalText()
            .map(word -> column.at("encoding").word(ColumnSpec.Encoding.class)));
  }

  private static GoldTable gold(String name, JsonCursor settings) {
    return new GoldTable(
        name,
        settings.at("from").list(JsonCursor::unit),
        settings.at("grain").list(JsonCursor::text),
        settings.at("sql-file").text(),
        settings.at("sql").text(),
        settings.at("refresh").word(Refresh.class),
        ExpectSettings.read(settings));
  }
}

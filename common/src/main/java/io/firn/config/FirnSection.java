package io.firn.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.firn.model.Names;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The whole of {@code firn { … }}: reads the other sections and puts the pipeline together. */
final class FirnSection {
  static final Key<String> NAME =
      Key.required(
          "name",
          ValueType.of("a name (lower case, digits, _ and -)", FirnSection::pipelineName),
          "Names the pipeline in reports, run records and the Airflow DAG.",
          "shop");
  static final Key<ConfigObject> CATALOG =
      Key.required("catalog", ValueType.SECTION, "The Iceberg catalog of all tables.", "");
  static final Key<ConfigObject> KAFKA =
      Key.required("kafka", ValueType.SECTION, "The broker that holds the change events.", "");
  static final Key<ConfigObject> SPARK =
      new Key<>(
          "spark",
          ValueType.SETTINGS,
          new Key.Absent<>("none"),
          "Settings of the Spark session by Spark's own names; every name starts with `spark.`.",
          "{ \"spark.driver.memory\" = 2g }");
  static final Key<String> REPORTS =
      new Key<>(
          "reports",
          ValueType.PATH,
          new Key.Default<>(".firn/reports"),
          "Folder of the run reports.",
          "reports");
  static final Key<ConfigObject> BRONZE =
      Key.required("bronze", ValueType.TABLES, "Raw tables, one section each.", "");
  static final Key<ConfigObject> SILVER =
      new Key<>(
          "silver",
          ValueType.TABLES,
          new Key.Absent<>("none"),
          "Tables with the latest row per key, one section each.",
          "");
  static final Key<ConfigObject> GOLD =
      new Key<>(
          "gold",
          ValueType.TABLES,
          new Key.Absent<>("none"),
          "Tables of business facts, one section each.",
          "");
  static final Section SECTION =
      new Section(
          "firn",
          "Everything stands in `firn { … }`. Keys outside serve substitutions only.",
          List.of(NAME, CATALOG, KAFKA, SPARK, REPORTS, BRONZE, SILVER, GOLD));

  private FirnSection() {}

  static Optional<Pipeline> read(Document document, Problems problems) {
    OuterKeys.check(document, problems);
    List<String> path = List.of("firn");
    Location at = document.locations().of(path);
    ConfigValue firn = document.root().get("firn");
    if (firn == null) {
      problems.add(at, "firn", "is missing; expected firn { … }");
      return Optional.empty();
    }
    try {
      ConfigObject section = ValueType.SECTION.read(firn);
      return read(new Cursor(document, problems, SECTION, path, section));
    } catch (ConfigException.NotResolved open) {
      problems.add(at, "firn", document.variables().unresolved(firn));
    } catch (IllegalArgumentException wrong) {
      problems.add(at, "firn", wrong.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<Pipeline> read(Cursor cursor) {
    Optional<String> name = cursor.read(NAME);
    Optional<CatalogSettings> catalog =
        cursor.enter(CATALOG, CatalogSection.SECTION).flatMap(CatalogSection::read);
    Optional<KafkaSettings> kafka =
        cursor.enter(KAFKA, KafkaSection.SECTION).flatMap(KafkaSection::read);
    SortedMap<String, Setting> spark = spark(cursor, catalog);
    Optional<Path> reports = cursor.read(REPORTS).map(cursor.document().paths()::file);
    Tables<BronzeTable> bronze =
        Tables.read(cursor, BRONZE, BronzeSection.SECTION, BronzeSection::read);
    if (cursor.has(BRONZE) && bronze.names().isEmpty()) {
      cursor.reject(BRONZE, "is empty; expected at least one table");
    }
    BronzeSection.checkTogether(bronze, kafka);
    Tables<SilverTable> silver =
        Tables.read(
            cursor, SILVER, SilverSection.SECTION, table -> SilverSection.read(table, bronze));
    Tables<GoldTable> gold = Tables.read(cursor, GOLD, GoldSection.SECTION, GoldSection::read);
    GoldSection.checkTogether(gold, silver);
    return cursor.build(
        () ->
            new Pipeline(
                name.orElseThrow(),
                catalog.orElseThrow(),
                kafka.orElseThrow(),
                spark,
                reports.orElseThrow(),
                bronze.all(),
                silver.all(),
                gold.all()));
  }

  private static SortedMap<String, Setting> spark(
      Cursor cursor, Optional<CatalogSettings> catalog) {
    SortedMap<String, Setting> spark = new TreeMap<>(SettingsReader.read(cursor, SPARK));
    String ownCatalog = "spark.sql.catalog." + catalog.map(CatalogSettings::name).orElse("");
    for (String setting : spark.keySet()) {
      List<String> at = Cursor.below(cursor.pathOf(SPARK), setting);
      if (!setting.startsWith("spark.")) {
        cursor.reject(at, "is no Spark setting: its name does not start with 'spark.'");
      } else if (setting.equals(ownCatalog) || setting.startsWith(ownCatalog + ".")) {
        cursor.reject(at, "contradicts firn.catalog, which configures this catalog");
      }
    }
    return spark;
  }

  static String pipelineName(String name) {
    Names.table(name.replace('-', '_'));
    return name;
  }
}

package io.firn.config;

import io.firn.model.Names;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A whole pipeline file as values that cannot be wrong: {@link PipelineParser} makes one only when
 * every reference resolves and every name is legal. The tables of a layer are sorted by name, so
 * that two pipelines with the same content are equal.
 *
 * @param spark settings handed to the Spark session as they are ({@code spark.*})
 * @param reports folder for run reports, absolute
 */
public record Pipeline(
    String name,
    CatalogSettings catalog,
    KafkaSettings kafka,
    SortedMap<String, Setting> spark,
    Path reports,
    List<BronzeTable> bronze,
    List<SilverTable> silver,
    List<GoldTable> gold) {
  public Pipeline {
    Names.table(name.replace('-', '_'));
    spark = Collections.unmodifiableSortedMap(new TreeMap<>(spark));
    bronze = sorted(bronze, BronzeTable::name);
    silver = sorted(silver, SilverTable::name);
    gold = sorted(gold, GoldTable::name);
  }

  public Optional<BronzeTable> bronze(String table) {
    return bronze.stream().filter(candidate -> candidate.name().equals(table)).findFirst();
  }

  public Optional<SilverTable> silver(String table) {
    return silver.stream().filter(candidate -> candidate.name().equals(table)).findFirst();
  }

  public Optional<GoldTable> gold(String table) {
    return gold.stream().filter(candidate -> candidate.name().equals(table)).findFirst();
  }

  /** Every unit, bronze before silver before gold, by name inside a layer. */
  public List<UnitName> units() {
    return Stream.of(
            bronze.stream().map(BronzeTable::unit),
            silver.stream().map(SilverTable::unit),
            gold.stream().map(GoldTable::unit))
        .flatMap(units -> units)
        .sorted()
        .toList();
  }

  /** The units that {@code unit} reads from. */
  public List<UnitName> inputs(UnitName unit) {
    return switch (unit.layer()) {
      case BRONZE -> List.of();
      case SILVER -> silver(unit.table()).map(table -> List.of(table.from())).orElse(List.of());
      case GOLD -> gold(unit.table()).map(GoldTable::from).orElse(List.of());
    };
  }

  /** Where refused records go, all bronze tables together. */
  public static TableName quarantine() {
    return new TableName("bronze", "__quarantine");
  }

  /** What became of refused records, all bronze tables together. */
  public static TableName quarantineLog() {
    return new TableName("bronze", "__quarantine_log");
  }

  /** Where embedded and registry schemas are kept, once each. */
  public static TableName schemas() {
    return new TableName("bronze", "__schemas");
  }

  /** Where the accounts of all landings are kept. */
  public static TableName ledger() {
    return new TableName("bronze", "__ledger");
  }

  /** Plain view of the Spark settings, secrets revealed: for the session builder alone. */
  public Map<String, String> revealedSpark() {
    TreeMap<String, String> revealed = new TreeMap<>();
    spark.forEach((key, value) -> revealed.put(key, value.reveal()));
    return revealed;
  }

  private static <T> List<T> sorted(List<T> tables, Function<T, String> name) {
    return tables.stream().sorted(Comparator.comparing(name)).toList();
  }
}

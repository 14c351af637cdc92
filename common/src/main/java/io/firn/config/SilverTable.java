package io.firn.config;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One typed table with the latest row per key, or all versions of it.
 *
 * @param key silver columns that identify a row of the source; {@code tenant} is the topic's tenant
 * @param columns declared columns; further source fields join by {@code evolve}
 * @param buckets number of {@code bucket(N, last key column)} partitions; unpartitioned when absent
 * @param rules what it makes of changes
 */
public record SilverTable(
    String name,
    UnitName from,
    List<String> key,
    List<ColumnSpec> columns,
    Evolve evolve,
    OptionalInt buckets,
    SilverRules rules) {
  /** The column that holds the topic's tenant. */
  public static final String TENANT = "tenant";

  public SilverTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a silver table needs at least one key column");
    }
  }

  /** A table with the usual rules. */
  public SilverTable(
      String name,
      UnitName from,
      List<String> key,
      List<ColumnSpec> columns,
      Evolve evolve,
      OptionalInt buckets) {
    this(name, from, key, columns, evolve, buckets, SilverRules.USUAL);
  }

  /** The array or map of which the elements are the rows. */
  public Optional<Explode> explode() {
    return rules.explode();
  }

  /** Columns that identify a row of this table. */
  public List<String> rowKey() {
    return Stream.concat(key.stream(), explode().map(Explode::key).stream()).toList();
  }

  public UnitName unit() {
    return new UnitName(Layer.SILVER, name);
  }
}

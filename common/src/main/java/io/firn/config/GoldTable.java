package io.firn.config;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.List;

/**
 * One table of business facts, a SQL query over silver or gold tables.
 *
 * @param grain the columns of the result that identify a row
 * @param sqlFile the file's name as it stands in the pipeline, for messages
 * @param sql its text
 * @param refresh how it follows its inputs
 * @param expectations what its rows must be before they are published
 */
public record GoldTable(
    String name,
    List<UnitName> from,
    List<String> grain,
    String sqlFile,
    String sql,
    Refresh refresh,
    Expectations expectations) {
  public GoldTable {
    from = List.copyOf(from);
    grain = List.copyOf(grain);
    if (from.isEmpty()) {
      throw new IllegalArgumentException("a gold table needs at least one input in 'from'");
    }
  }

  /** That is computed as a whole, and of which nothing is expected. */
  public GoldTable(
      String name, List<UnitName> from, List<String> grain, String sqlFile, String sql) {
    this(name, from, grain, sqlFile, sql, Refresh.FULL, Expectations.NONE);
  }

  /** With the same query and these expectations. */
  public GoldTable expecting(Expectations expected) {
    return new GoldTable(name, from, grain, sqlFile, sql, refresh, expected);
  }

  /**
   * The text that makes the table of its inputs: another one makes another table. Expectations are
   * part of it, since they keep rows out, and since what is served has met those that stand here.
   */
  public String logic() {
    return expectations.isEmpty() ? sql : sql + "\n" + expectations.text();
  }

  public UnitName unit() {
    return new UnitName(Layer.GOLD, name);
  }
}

package io.firn.cli.demo;

import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import java.sql.SQLException;
import java.util.List;

/** Where the rows of an example's tenants come from, and what happens there. */
sealed interface TenantSources permits DatabaseSources, DocumentSources {

  /** What each tenant has: "a PostgreSQL database". */
  String each();

  /** How its changes come into Kafka. */
  String captured();

  /** Makes the rows that there are before the first run, and tells how many. */
  void fill() throws SQLException;

  /** Returns when all that is there is in Kafka. */
  void capture() throws SQLException;

  /** Has the tenants work, and returns when all of it is in Kafka. */
  void change() throws SQLException;

  /** Holds every silver table against what it came from. */
  List<TableComparison> compare(Pipeline pipeline) throws SQLException;

  /** Tells what the changes are that a file of the example makes. */
  static void tellChanges(Example example, Narrator narrator) {
    example.toldChanges().forEach(change -> narrator.line("  - " + change));
    narrator.line("in each of them, as in " + example.script("changes"));
  }
}

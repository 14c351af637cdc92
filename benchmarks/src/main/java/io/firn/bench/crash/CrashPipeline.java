package io.firn.bench.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Two tables that go through bronze and silver, and one gold over both. */
final class CrashPipeline {
  /** Bronze and silver of each table, and one gold. */
  static final int UNITS = 5;

  private static final String TEXT =
      """
      firn {
        name = bench-crash
        catalog {
          type      = jdbc
          uri       = "jdbc:sqlite:warehouse/catalog.db"
          warehouse = "warehouse"
        }
        kafka.bootstrap-servers = "%s"
        bronze.orders { topics = "crash\\\\.shop\\\\.orders", connector = postgresql }
        bronze.items  { topics = "crash\\\\.shop\\\\.items", connector = postgresql }
        silver.orders { from = bronze.orders, key = [id] }
        silver.items  { from = bronze.items, key = [id] }
        gold.by_name {
          from = [silver.orders, silver.items], grain = [name], sql = "by_name.sql"
        }
      }
      """;

  private static final String SQL =
      """
      SELECT o.name, count(*) AS orders, sum(o.amount) AS amount, sum(i.amount) AS matching
      FROM silver.orders o LEFT JOIN silver.items i ON i.id = o.id GROUP BY o.name
      """;

  private CrashPipeline() {}

  /** Writes it into a folder of its own and tells the file to run. */
  static Path write(Path folder, String bootstrapServers) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("by_name.sql"), SQL);
      return Files.writeString(folder.resolve("firn.conf"), TEXT.formatted(bootstrapServers));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the pipeline into " + folder, failed);
    }
  }
}

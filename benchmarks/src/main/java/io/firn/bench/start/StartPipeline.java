package io.firn.bench.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small pipeline: tables that each go through bronze and silver, and one gold over them. */
final class StartPipeline {
  static final int TABLES = 5;

  /** Bronze and silver of each table, and one gold. */
  static final int UNITS = 2 * TABLES + 1;

  private static final String HEAD =
      """
      firn {
        name = bench-start
        catalog {
          type      = jdbc
          uri       = "jdbc:sqlite:warehouse/catalog.db"
          warehouse = "warehouse"
        }
        kafka.bootstrap-servers = "%s"
      """;

  private static final String TABLE =
      """
        bronze.%1$s {
          topics    = "(?<tenant>[a-z0-9-]+)\\\\.shop\\\\.%1$s"
          connector = postgresql
        }
        silver.%1$s {
          from = bronze.%1$s
          key  = [tenant, id]
          columns {
            id         = long
            total      { type = "decimal(12,2)", encoding = unscaled }
            created_at { type = timestamp, encoding = micros }
            updated_at { type = timestamp, encoding = micros }
          }
        }
      """;

  private static final String GOLD =
      """
        gold.daily_revenue {
          from  = [silver.%s]
          grain = [tenant, day]
          sql   = "daily_revenue.sql"
        }
      }
      """;

  private static final String SQL =
      """
      SELECT tenant, CAST(created_at AS DATE) AS day, COUNT(*) AS orders, SUM(total) AS revenue
      FROM silver.%s
      GROUP BY tenant, CAST(created_at AS DATE)
      """;

  private StartPipeline() {}

  static String table(int number) {
    return "orders_" + number;
  }

  static String topic(int number) {
    return "acme.shop." + table(number);
  }

  /** Writes it into an empty folder and tells the file to run. */
  static Path write(Path folder, String bootstrapServers) {
    StringBuilder text = new StringBuilder(HEAD.formatted(bootstrapServers));
    for (int number = 1; number <= TABLES; number++) {
      text.append(TABLE.formatted(table(number)));
    }
    text.append(GOLD.formatted(table(1)));
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("daily_revenue.sql"), SQL.formatted(table(1)));
      return Files.writeString(folder.resolve("firn.conf"), text);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the pipeline into " + folder, failed);
    }
  }
}

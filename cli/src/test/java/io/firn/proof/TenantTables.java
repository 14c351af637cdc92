package io.firn.proof;

import io.firn.sandbox.KafkaBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A lakehouse of tables with several tenants. */
final class TenantTables {
  private static final String TABLE =
      """
      bronze.%2$s { topics = "(?<tenant>[a-z]+)\\\\.%1$s\\\\.%2$s", connector = postgresql }
      silver.%2$s { from = bronze.%2$s, key = [tenant, id] }
      """;
  private static final String GOLD =
      """
      gold.totals { from = [silver.orders], grain = [tenant, name], sql = "totals.sql" }
      """;
  private static final Map<String, String> SQL =
      Map.of(
          "totals.sql",
          """
          SELECT tenant, name, count(*) AS orders, sum(amount) AS amount
          FROM silver.orders GROUP BY tenant, name
          """);

  private TenantTables() {}

  /** {@code orders} and {@code more}, fed by the topics {@code TENANT.prefix.NAME}. */
  static Lakehouse lake(KafkaBroker kafka, String prefix, Path folder, String... more) {
    String tables =
        Stream.concat(Stream.of("orders"), Stream.of(more))
            .map(name -> TABLE.formatted(prefix, name))
            .collect(Collectors.joining());
    return Lakehouse.in(folder, kafka.bootstrapServers(), tables + GOLD, SQL);
  }
}

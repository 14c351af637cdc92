package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.demo.SourceComparison;
import io.firn.cli.demo.TableComparison;
import io.firn.cli.demo.TenantSource;
import io.firn.proof.RandomTable.Column;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.ConnectWorker;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.Postgres;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random changes of two tenants' databases, captured by Debezium, run through the pipeline: every
 * silver table is then what the database has, and gold what the database computes.
 *
 * <p>{@code -Dfirn.proof.seed=N} takes other changes.
 */
@ExtendWith(Parts.class)
class ProofIT {
  private static final int TRANSACTIONS = 25;

  private static final String TABLES =
      """
      bronze.kinds { topics = "(?<tenant>proof_[a-z]+)\\\\.public\\\\.kinds", connector = postgresql, format = json }
      bronze.pairs { topics = "(?<tenant>proof_[a-z]+)\\\\.public\\\\.pairs", connector = postgresql, format = json }
      bronze.customers { topics = "(?<tenant>proof_[a-z]+)\\\\.public\\\\.customers", connector = postgresql, format = json }
      bronze.orders { topics = "(?<tenant>proof_[a-z]+)\\\\.public\\\\.orders", connector = postgresql, format = json }
      silver.kinds { from = bronze.kinds, key = [tenant, id], buckets = 2 }
      silver.pairs { from = bronze.pairs, key = [tenant, code, region, day] }
      silver.customers { from = bronze.customers, key = [tenant, id] }
      silver.orders { from = bronze.orders, key = [tenant, order_no, number], buckets = 3 }
      gold.revenue {
        from = [silver.orders, silver.customers], grain = [tenant, day, tier], sql = "revenue.sql"
      }
      gold.customer_totals {
        from = [silver.orders, silver.customers], grain = [tenant, id], sql = "totals.sql"
      }
      """;

  private static final Map<String, String> GOLD =
      Map.of(
          "revenue",
          """
          WITH live AS (
            SELECT tenant, customer_id, CAST(placed_at AS date) AS day, amount, discount
            FROM silver.orders WHERE status <> 'cancelled'
          )
          SELECT l.tenant, l.day, c.tier, count(*) AS orders, sum(l.amount) AS revenue,
            sum(l.amount * l.discount) AS discounted, max(l.amount) AS largest
          FROM live l JOIN silver.customers c ON c.tenant = l.tenant AND c.id = l.customer_id
          GROUP BY l.tenant, l.day, c.tier
          """,
          "customer_totals",
          """
          SELECT c.tenant, c.id, c.tier, c.credit, count(o.number) AS orders,
            count(DISTINCT o.status) AS statuses, coalesce(sum(o.amount), 0) AS total,
            sum(CASE WHEN o.status = 'paid' THEN o.amount END) AS paid, min(o.placed_at) AS first
          FROM silver.customers c
          LEFT JOIN silver.orders o ON o.tenant = c.tenant AND o.customer_id = c.id
          GROUP BY c.tenant, c.id, c.tier, c.credit
          """);

  private final long seed = Long.getLong("firn.proof.seed", 20_261_121);
  private final KafkaBroker kafka;
  private final ConnectWorker worker;
  private final List<RandomSource> sources;

  @TempDir private Path folder;

  ProofIT(KafkaBroker kafka, ConnectWorker worker, Postgres postgres) {
    this.kafka = kafka;
    this.worker = worker;
    this.sources =
        List.of(
            source(new TenantDatabase(postgres, worker.client(), "proof_acme"), seed),
            source(new TenantDatabase(postgres, worker.client(), "proof_globex"), ~seed));
  }

  private static RandomSource source(TenantDatabase database, long seed) {
    return new RandomSource(database, SourceTables.all(), seed);
  }

  @Test
  void silverIsWhatTheSourcesHaveAndGoldIsWhatTheyCompute() throws SQLException {
    System.out.println("ProofIT: -Dfirn.proof.seed=" + seed);
    Lakehouse lake =
        Lakehouse.in(
            folder,
            kafka.bootstrapServers(),
            TABLES,
            Map.of("revenue.sql", GOLD.get("revenue"), "totals.sql", GOLD.get("customer_totals")));

    for (RandomSource source : sources) {
      source.create();
      source.database().execute(viewsOfSilver(source.database().tenant()));
      source.transactions(TRANSACTIONS);
      source.database().capture(source.tableNames(), true);
    }
    runAndCompare(lake, "first images, then changes");

    changeAll();
    runAndCompare(lake, "changes alone");

    RandomSource acme = sources.get(0);
    changeAll();
    acme.addColumn("kinds", new Column("added", Kind.TEXT), "added text");
    acme.addColumn("pairs", new Column("added_rank", Kind.INT), "added_rank int DEFAULT 7");
    acme.database().restartConnector();
    changeAll();
    runAndCompare(lake, "after columns were added at one tenant and its connector restarted");

    changeAll();
    worker.killHard();
    succeed(lake.run());
    sources.get(1).addColumn("kinds", new Column("added", Kind.TEXT), "added text DEFAULT 'none'");
    worker.restart();
    changeAll();
    runAndCompare(lake, "after Connect was killed, with a run before it was back");

    for (RandomSource source : sources) {
      source.database().stopCapture();
    }
  }

  /** The names that the gold queries use, for PostgreSQL. */
  private static String[] viewsOfSilver(String tenant) {
    String view = "CREATE VIEW silver.%1$s AS SELECT '%2$s' AS tenant, t.* FROM public.%1$s t";
    return new String[] {
      "CREATE SCHEMA silver", view.formatted("customers", tenant), view.formatted("orders", tenant)
    };
  }

  private void changeAll() throws SQLException {
    for (RandomSource source : sources) {
      source.transactions(TRANSACTIONS);
    }
  }

  private void runAndCompare(Lakehouse lake, String moment) throws SQLException {
    for (RandomSource source : sources) {
      source.database().awaitCaptured();
    }
    succeed(lake.run());
    List<TenantSource> tenants =
        sources.stream().map(source -> source.database().source()).toList();
    assertThat(new SourceComparison(lake.pipeline()).compare(tenants))
        .as("%s, seed %d: tables compared", moment, seed)
        .hasSize(8)
        .allSatisfy(
            comparison ->
                assertThat(differences(comparison))
                    .as(
                        "%s, seed %d: %s of %s",
                        moment, seed, comparison.table(), comparison.tenant())
                    .isEmpty());
    for (String table : GOLD.keySet()) {
      assertThat(GoldComparison.in(lake.rows("gold:" + table)))
          .as("%s, seed %d: gold %s", moment, seed, table)
          .isEqualTo(GoldComparison.computedBy(tenants, GOLD.get(table)));
    }
    assertThat(lake.verify())
        .as("%s, seed %d: verify", moment, seed)
        .isNotEmpty()
        .allMatch(CheckResult::passed);
  }

  private static List<String> differences(TableComparison comparison) {
    List<String> told = new ArrayList<>(comparison.differences().sentences());
    comparison
        .differences()
        .changed()
        .forEach(
            row ->
                row.columns()
                    .forEach(
                        column ->
                            told.add(
                                "%s %s: expected %s, found %s"
                                    .formatted(
                                        row.key(),
                                        column,
                                        shortened(row.expected().get(column)),
                                        shortened(row.found().get(column))))));
    return told;
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    return text.length() > 200 ? text.substring(0, 200) + "… of " + text.length() : text;
  }

  private void succeed(RunReport report) {
    assertThat(report.exitCode()).as("seed %d: %s", seed, RunReportJson.write(report)).isZero();
  }
}

package io.firn.testkit;

import io.firn.config.BronzeTable;
import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.config.GoldTable;
import io.firn.config.KafkaReader;
import io.firn.config.KafkaSettings;
import io.firn.config.LandingLimits;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.model.Acceptance;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.run.JobContext;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A pipeline over an Iceberg catalog of its own in a temporary folder. Spark starts when {@link
 * #spark()} or a context's session is asked for the first time, and not before.
 */
public final class TestLake implements AutoCloseable {
  /** Every row of a test run carries it. */
  public static final Instant STARTED = Instant.parse("2026-03-29T00:30:00Z");

  private static final AtomicInteger LAKES = new AtomicInteger();

  private final Pipeline pipeline;
  private final Catalog catalog;
  private boolean known;

  private TestLake(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.catalog = Tables.open(pipeline.catalog());
  }

  /** A lake with a bronze table {@code orders} of a PostgreSQL source with tenants. */
  public static TestLake in(Path folder, List<SilverTable> silver, List<GoldTable> gold) {
    BronzeTable orders =
        new BronzeTable(
            "orders",
            Pattern.compile("(?<tenant>[a-z0-9-]+)\\.shop\\.orders"),
            Connector.POSTGRESQL,
            Format.JSON);
    return in(folder, List.of(orders), silver, gold);
  }

  /** A lake without a broker. */
  public static TestLake in(
      Path folder, List<BronzeTable> bronze, List<SilverTable> silver, List<GoldTable> gold) {
    return in(folder, kafka("127.0.0.1:9", KafkaReader.CONSUMER), bronze, silver, gold);
  }

  public static KafkaSettings kafka(String bootstrapServers, KafkaReader reader) {
    return new KafkaSettings(
        bootstrapServers, Optional.empty(), reader, LandingLimits.USUAL, new TreeMap<>());
  }

  /** A lake that is fed by a broker. */
  public static TestLake in(
      Path folder,
      KafkaSettings kafka,
      List<BronzeTable> bronze,
      List<SilverTable> silver,
      List<GoldTable> gold) {
    CatalogSettings catalog =
        new CatalogSettings(
            "lake" + LAKES.incrementAndGet(),
            CatalogType.JDBC,
            Optional.of("jdbc:sqlite:" + folder.resolve("catalog.db") + "?busy_timeout=30000"),
            folder.resolve("warehouse").toString(),
            new TreeMap<>());
    return new TestLake(
        new Pipeline(
            "shop",
            catalog,
            kafka,
            new TreeMap<>(),
            folder.resolve("reports"),
            bronze,
            silver,
            gold));
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  public Catalog catalog() {
    return catalog;
  }

  public JobContext context(String runKey) {
    return context(runKey, List.of());
  }

  /** The same, letting breaks in the inputs' history pass. */
  public JobContext context(String runKey, List<Acceptance> acceptances) {
    return new JobContext(pipeline, catalog, this::spark, new RunKey(runKey), acceptances, STARTED);
  }

  /** For what must not start Spark. */
  public JobContext contextWithoutSpark(String runKey) {
    return new JobContext(
        pipeline,
        catalog,
        () -> {
          throw new AssertionError("Spark was started");
        },
        new RunKey(runKey),
        List.of(),
        STARTED);
  }

  /** The JVM's session, which knows this lake's catalog under its name. */
  public synchronized SparkSession spark() {
    SparkSession spark = LocalSpark.session();
    if (!known) {
      String prefix = "spark.sql.catalog." + pipeline.catalog().name();
      spark.conf().set(prefix, "org.apache.iceberg.spark.SparkCatalog");
      spark.conf().set(prefix + ".cache-enabled", "false");
      pipeline
          .catalog()
          .icebergProperties()
          .forEach((key, value) -> spark.conf().set(prefix + "." + key, value));
      known = true;
    }
    return spark;
  }

  /** The rows that {@code table} holds now. */
  public Dataset<Row> rows(TableName table) {
    return spark().table(table.inCatalog(pipeline.catalog().name()));
  }

  /** Loaded afresh. */
  public Table table(TableName name) {
    return Tables.load(catalog, name).orElseThrow();
  }

  public Table create(TableName name, Schema schema, PartitionSpec partitioning) {
    return Tables.loadOrCreate(catalog, new TableSpec(name, schema, partitioning, Map.of()));
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}

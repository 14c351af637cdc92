package io.firn.bench.landing;

import io.firn.bench.measure.ServerPeer;
import io.firn.bench.measure.Work;
import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.sandbox.ConnectorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Iceberg's own Kafka Connect sink: the same topic into a table of the same catalog, with the same
 * compression. It parses the envelope into nested columns; keys, headers and offsets it leaves out,
 * as it does unless told otherwise. A turn goes from the creation of the connector, which takes the
 * offsets up where the turn before left them, to the commit of the last row.
 */
final class SinkPeer implements ServerPeer, AutoCloseable {
  static final String NAME = "sink";

  private static final TableName TABLE = new TableName("bronze", NAME + "_orders");
  private static final String CONTROL_TOPIC = "control-iceberg";
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 100;

  /** How often the sink commits; without a limit it would wait for five minutes. */
  private static final String COMMIT_INTERVAL_MS = "2000";

  private static final List<String> ROW_NUMBERS =
      List.of("id", "customer_id", "items", "created_at", "updated_at");
  private static final List<String> ROW_TEXTS =
      List.of("status", "total", "currency", "ship_to", "note");
  private static final List<String> SOURCE_NUMBERS =
      List.of("ts_ms", "ts_us", "ts_ns", "txId", "lsn", "xmin", "origin_lsn");
  private static final List<String> SOURCE_TEXTS =
      List.of(
          "version",
          "connector",
          "name",
          "snapshot",
          "db",
          "sequence",
          "schema",
          "table",
          "origin");

  private static final Schema EVENT =
      new Schema(
          NestedField.optional(1, "before", struct(100, ROW_NUMBERS, ROW_TEXTS)),
          NestedField.optional(2, "after", struct(200, ROW_NUMBERS, ROW_TEXTS)),
          NestedField.optional(3, "source", struct(300, SOURCE_NUMBERS, SOURCE_TEXTS)),
          NestedField.optional(4, "transaction", Types.StringType.get()),
          NestedField.optional(5, "op", Types.StringType.get()),
          NestedField.optional(6, "ts_ms", Types.LongType.get()),
          NestedField.optional(7, "ts_us", Types.LongType.get()),
          NestedField.optional(8, "ts_ns", Types.LongType.get()));

  private final SinkWorker worker;
  private final Pipeline pipeline;
  private final Supply supply;
  private final TableFiles files;
  private final Table table;
  private long snapshotBefore;

  private SinkPeer(SinkWorker worker, Pipeline pipeline, Supply supply) {
    this.worker = worker;
    this.pipeline = pipeline;
    this.supply = supply;
    this.files = new TableFiles(pipeline.catalog());
    this.table = createTable();
  }

  /**
   * Starts the worker and creates the table.
   *
   * @param pipeline names broker and catalog
   */
  static SinkPeer start(Path home, Path folder, Pipeline pipeline, Supply supply) {
    String broker = pipeline.kafka().bootstrapServers();
    createControlTopic(broker);
    SinkWorker worker = SinkWorker.start(home, folder, broker);
    SinkPeer peer = new SinkPeer(worker, pipeline, supply);
    peer.await(READY, worker::listens);
    return peer;
  }

  private static Types.StructType struct(int firstId, List<String> numbers, List<String> texts) {
    List<NestedField> fields = new ArrayList<>();
    for (String name : numbers) {
      fields.add(NestedField.optional(firstId + fields.size(), name, Types.LongType.get()));
    }
    for (String name : texts) {
      fields.add(NestedField.optional(firstId + fields.size(), name, Types.StringType.get()));
    }
    return Types.StructType.of(fields);
  }

  private static void createControlTopic(String bootstrapServers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(CONTROL_TOPIC, 1, (short) 1))).all().get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("cannot create " + CONTROL_TOPIC, failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private Table createTable() {
    Namespace namespace = Namespace.of(TABLE.namespace());
    SupportsNamespaces namespaces = (SupportsNamespaces) files.catalog();
    if (!namespaces.namespaceExists(namespace)) {
      namespaces.createNamespace(namespace);
    }
    return files
        .catalog()
        .createTable(
            TableIdentifier.of(namespace, TABLE.name()),
            EVENT,
            PartitionSpec.unpartitioned(),
            Map.of(
                "format-version", "2",
                "write.parquet.compression-codec", "zstd",
                "write.parquet.compression-level", "1"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long pid() {
    return worker.pid();
  }

  @Override
  public void prepare(int round) {
    supply.ready(round);
    table.refresh();
    snapshotBefore = table.currentSnapshot() == null ? -1 : table.currentSnapshot().snapshotId();
  }

  @Override
  public void run() {
    worker.client().register(NAME, settings());
    await(PATIENCE, this::isThere);
  }

  private boolean isThere() {
    worker
        .client()
        .status(NAME)
        .filter(ConnectorStatus::failed)
        .ifPresent(
            failed -> {
              throw new IllegalStateException("the sink failed: " + failed + worker.said());
            });
    return rows() >= supply.eventsSoFar();
  }

  private long rows() {
    table.refresh();
    Snapshot now = table.currentSnapshot();
    return now == null ? 0 : Long.parseLong(now.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP));
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("connector.class", "org.apache.iceberg.connect.IcebergSinkConnector");
    settings.put("tasks.max", String.valueOf(Runtime.getRuntime().availableProcessors()));
    settings.put("topics", supply.loads().get(0).topic());
    // The JDBC catalog keeps tables by the catalog's name.
    settings.put("iceberg.catalog", pipeline.catalog().name());
    settings.put("iceberg.tables", TABLE.toString());
    settings.put("iceberg.control.topic", CONTROL_TOPIC);
    settings.put("iceberg.control.commit.interval-ms", COMMIT_INTERVAL_MS);
    // As Firn's consumers are tuned.
    settings.put("consumer.override.auto.offset.reset", "earliest");
    settings.put("consumer.override.fetch.max.wait.ms", "10");
    settings.put("consumer.override.max.poll.records", "5000");
    settings.put("consumer.override.max.partition.fetch.bytes", String.valueOf(4 << 20));
    settings.put("consumer.override.receive.buffer.bytes", String.valueOf(1 << 20));
    pipeline
        .catalog()
        .icebergProperties()
        .forEach((key, value) -> settings.put("iceberg.catalog." + key, value));
    return settings;
  }

  @Override
  public Work check() {
    worker.client().delete(NAME);
    long rows = rows();
    if (rows != supply.eventsSoFar()) {
      throw new IllegalStateException(
          "the sink's table has %d rows, expected %d%s"
              .formatted(rows, supply.eventsSoFar(), worker.said()));
    }
    Work work = Work.ofRows(0);
    for (Snapshot snapshot : table.snapshots()) {
      work = isNew(snapshot) ? work.and(TableFiles.added(snapshot)) : work;
    }
    return work;
  }

  private boolean isNew(Snapshot snapshot) {
    return snapshotBefore < 0
        || snapshot.sequenceNumber() > table.snapshot(snapshotBefore).sequenceNumber();
  }

  private interface Condition {
    boolean holds();
  }

  private void await(Duration patience, Condition condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the sink did not get there within %d s%s"
                .formatted(patience.toSeconds(), worker.said()));
      }
      try {
        // allow sleep: the pause between two looks at a foreign process
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the sink", interrupted);
      }
    }
  }

  @Override
  public void close() {
    try (files) {
      worker.close();
    }
  }
}

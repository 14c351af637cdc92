package io.firn.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Kafka Connect worker, distributed mode with one node, so that connectors and their offsets
 * survive a restart. It has the Debezium connectors for PostgreSQL and MariaDB and a converter to
 * Avro; ask it for them through {@link ConnectClient}.
 */
public final class ConnectWorker implements Part {

  private static final String MAIN = "org.apache.kafka.connect.cli.ConnectDistributed";

  private final URI url;
  private final JavaCommand command;
  private final Plugins plugins;
  private ChildJvm jvm;

  private ConnectWorker(URI url, JavaCommand command, Plugins plugins) {
    this.url = url;
    this.command = command;
    this.plugins = plugins;
  }

  public static ConnectWorker start(Path dir, KafkaBroker kafka) {
    return start(dir, kafka.bootstrapServers());
  }

  public static ConnectWorker start(Path dir, String bootstrapServers) {
    return start(dir, bootstrapServers, Map.of());
  }

  /**
   * Starts a worker with settings of its own over the common ones. One that shares a broker with
   * another needs {@code group.id} and the three {@code *.storage.topic} for itself.
   */
  public static ConnectWorker start(
      Path dir, String bootstrapServers, Map<String, String> settings) {
    Path home = dir.toAbsolutePath().resolve(PartName.CONNECT.text());
    Plugins plugins = new Plugins(home.resolve("plugins"));
    URI url = URI.create("http://127.0.0.1:" + FreePorts.pick());
    Map<String, String> all = new TreeMap<>(settings(url, bootstrapServers, plugins.folder()));
    all.putAll(settings);
    Path properties = SettingsFile.write(home.resolve("worker.properties"), all);
    JavaCommand command = JavaCommand.of("connect", home, MAIN, properties.toString());
    ConnectWorker worker = new ConnectWorker(url, command, plugins);
    worker.restart();
    return worker;
  }

  private static Map<String, String> settings(URI url, String bootstrapServers, Path plugins) {
    return Map.ofEntries(
        Map.entry("bootstrap.servers", bootstrapServers),
        Map.entry("listeners", url.toString()),
        Map.entry("rest.advertised.host.name", "127.0.0.1"),
        Map.entry("plugin.path", plugins.toString()),
        // Finding plugins by reflection, the default, costs 12 s and 580 MB.
        Map.entry("plugin.discovery", "service_load"),
        Map.entry("group.id", "firn-connect"),
        Map.entry("config.storage.topic", "firn-connect-configs"),
        Map.entry("config.storage.replication.factor", "1"),
        Map.entry("offset.storage.topic", "firn-connect-offsets"),
        Map.entry("offset.storage.replication.factor", "1"),
        Map.entry("offset.storage.partitions", "1"),
        Map.entry("status.storage.topic", "firn-connect-status"),
        Map.entry("status.storage.replication.factor", "1"),
        Map.entry("status.storage.partitions", "1"),
        Map.entry("offset.flush.interval.ms", "1000"),
        // One node: nobody to wait for when it leaves and joins again.
        Map.entry("scheduled.rebalance.max.delay.ms", "0"),
        Map.entry("session.timeout.ms", "6000"),
        Map.entry("heartbeat.interval.ms", "1000"),
        Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
        Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"));
  }

  /** The address of the REST interface. */
  public URI url() {
    return url;
  }

  public ConnectClient client() {
    return new ConnectClient(url);
  }

  /** Ends the worker as {@code kill -9} does; offsets not yet flushed are lost. */
  public synchronized void killHard() {
    jvm.kill();
  }

  /** Starts the worker again on the same port, stopping it first if it still runs. */
  public synchronized void restart() {
    close();
    plugins.link();
    jvm = ChildJvm.start(command, Readiness.http(url.resolve("/connectors")));
  }

  @Override
  public String name() {
    return PartName.CONNECT.text();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(name(), url.toString());
  }

  @Override
  public synchronized void close() {
    if (jvm != null) {
      jvm.close();
    }
    plugins.unlink();
  }
}

package io.firn.sandbox;

import io.firn.sandbox.host.KafkaHost;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A single Kafka broker and controller. Its data stay in its directory, so it can be killed and
 * started again on the same port with everything a client was told is stored.
 */
public final class KafkaBroker implements Part {

  private final String bootstrapServers;
  private final JavaCommand command;
  private final Readiness readiness;
  private ChildJvm jvm;

  private KafkaBroker(int port, JavaCommand command) {
    this.bootstrapServers = "127.0.0.1:" + port;
    this.command = command;
    this.readiness = Readiness.logged("Kafka Server started").and(Readiness.tcp(port));
  }

  /** Starts a broker whose logs lie below the directory. */
  public static KafkaBroker start(Path dir) {
    return start(dir, List.of(), Map.of());
  }

  /**
   * The same with further listeners.
   *
   * @param listeners protocols and addresses, as in {@code SASL_SSL://127.0.0.1:9093}
   * @param more settings that they need
   */
  static KafkaBroker start(Path dir, List<String> listeners, Map<String, String> more) {
    Path home = dir.toAbsolutePath().resolve(PartName.KAFKA.text());
    Path logs = home.resolve("logs");
    int port = FreePorts.pick();
    Map<String, String> settings = new TreeMap<>(settings(port, logs));
    for (String listener : listeners) {
      settings.merge("listeners", "," + listener, String::concat);
      settings.merge("advertised.listeners", "," + listener, String::concat);
    }
    settings.putAll(more);
    Path properties = SettingsFile.write(home.resolve("server.properties"), settings);
    JavaCommand command =
        JavaCommand.of(
            "kafka", home, KafkaHost.class, properties.toString(), logs.toString(), clusterId());
    KafkaBroker broker = new KafkaBroker(port, command);
    broker.restart();
    return broker;
  }

  private static Map<String, String> settings(int port, Path logs) {
    int controllerPort = FreePorts.pick();
    String controller = "127.0.0.1:" + controllerPort;
    String broker = "127.0.0.1:" + port;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("controller.quorum.voters", "1@" + controller),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller),
        Map.entry("advertised.listeners", "PLAINTEXT://" + broker),
        Map.entry("inter.broker.listener.name", "PLAINTEXT"),
        Map.entry(
            "listener.security.protocol.map",
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL"),
        Map.entry("log.dirs", logs.toString()),
        Map.entry("num.partitions", "1"),
        // After kill -9 the broker must wait until its former self counts as gone: 9 s by default.
        Map.entry("broker.session.timeout.ms", "3000"),
        Map.entry("broker.heartbeat.interval.ms", "500"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"));
  }

  private static String clusterId() {
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** The address for Kafka clients, the same after every restart. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The broker's process, of the latest start. */
  public synchronized long pid() {
    return jvm.pid();
  }

  /** Ends the broker as {@code kill -9} does; clients see their connections break. */
  public synchronized void killHard() {
    jvm.kill();
  }

  /** Starts the broker again on the same logs and port, stopping it first if it still runs. */
  public synchronized void restart() {
    close();
    jvm = ChildJvm.start(command, readiness);
  }

  @Override
  public String name() {
    return PartName.KAFKA.text();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(name(), bootstrapServers);
  }

  @Override
  public synchronized void close() {
    if (jvm != null) {
      jvm.close();
    }
  }
}

package io.firn.bench.landing;

import io.firn.sandbox.ConnectClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A Kafka Connect worker with Iceberg's sink, as a process of its own with the collector and the
 * heap of a server. It lives for the whole benchmark, so that its code is as warm as Firn's.
 */
final class SinkWorker implements AutoCloseable {
  private static final String MAIN = "org.apache.kafka.connect.cli.ConnectStandalone";
  private static final Path CONNECT = Path.of("sandbox", "parts", "connect");
  private static final Path SINK = Path.of("benchmarks", "parts", "iceberg-sink");
  private static final long GRACE_SECONDS = 20;

  private final Process process;
  private final URI url;
  private final Path log;
  private final Thread hook;

  private SinkWorker(Process process, URI url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "end-sink");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts the worker without a connector.
   *
   * @param home the repository
   */
  static SinkWorker start(Path home, Path folder, String bootstrapServers) {
    try {
      URI url = URI.create("http://127.0.0.1:" + freePort());
      link(classPath(home, SINK), Files.createDirectories(folder.resolve("plugins/iceberg")));
      Path settings = folder.resolve("worker.properties");
      Properties worker = new Properties();
      worker.putAll(settings(url, bootstrapServers, folder));
      try (var out = Files.newBufferedWriter(settings)) {
        worker.store(out, null);
      }
      Path log = folder.resolve("worker.log");
      ProcessBuilder command =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseParallelGC",
              "-Xmx2g",
              "-cp",
              String.join(":", classPath(home, CONNECT)),
              MAIN,
              settings.toString());
      command.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile()));
      return new SinkWorker(command.start(), url, log);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot start Kafka Connect in " + folder, failed);
    }
  }

  private static Map<String, String> settings(URI url, String bootstrapServers, Path folder) {
    return Map.of(
        "bootstrap.servers", bootstrapServers,
        "listeners", url.toString(),
        "plugin.path", folder.resolve("plugins").toString(),
        // Finding plugins by reflection, the default, costs 12 s.
        "plugin.discovery", "service_load",
        "offset.storage.file.filename", folder.resolve("offsets").toString(),
        "offset.flush.interval.ms", "1000",
        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
        "value.converter", "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable", "false");
  }

  private static List<String> classPath(Path home, Path part) {
    Path file = home.resolve(part).resolve("target/classpath");
    try {
      return Arrays.asList(Files.readString(file).strip().split(":", -1));
    } catch (IOException failed) {
      throw new UncheckedIOException("not built: " + file, failed);
    }
  }

  private static void link(List<String> jars, Path folder) throws IOException {
    for (String jar : jars) {
      Path target = Path.of(jar);
      Files.createSymbolicLink(folder.resolve(target.getFileName()), target);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  long pid() {
    return process.pid();
  }

  ConnectClient client() {
    if (!process.isAlive()) {
      throw new IllegalStateException("Kafka Connect ended with " + process.exitValue() + said());
    }
    return new ConnectClient(url);
  }

  /** Whether the worker answers. */
  boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("Kafka Connect ended with " + process.exitValue() + said());
    }
    try (var socket = new Socket("127.0.0.1", url.getPort())) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  String said() {
    return "; its log is " + log;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}

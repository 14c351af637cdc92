package io.firn.sandbox.junit;

import io.firn.sandbox.ConnectWorker;
import io.firn.sandbox.IcebergRestCatalog;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.MariaDb;
import io.firn.sandbox.ObjectStore;
import io.firn.sandbox.Part;
import io.firn.sandbox.Postgres;
import io.firn.sandbox.S3;
import io.firn.sandbox.SandboxException;
import io.firn.sandbox.SchemaRegistry;
import io.firn.sandbox.SecuredKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts one JVM's tests share, closed by JUnit with its root store. Their logs stay in {@code
 * target/parts}, their data do not.
 */
final class RunningParts implements AutoCloseable {

  /** Each type that can be asked for, in the order in which they must end. */
  private static final List<Class<? extends Part>> CLOSING =
      List.of(
          ConnectWorker.class,
          KafkaBroker.class,
          SecuredKafka.class,
          SchemaRegistry.class,
          IcebergRestCatalog.class,
          S3.class,
          ObjectStore.class,
          Postgres.class,
          MariaDb.class);

  private final Path dir =
      Path.of("target", "parts", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();
  private final Map<Class<?>, Part> running = new HashMap<>();
  private final Map<Class<?>, SandboxException> failed = new HashMap<>();

  static boolean knows(Class<?> type) {
    return CLOSING.contains(type);
  }

  /** A part that could not start once is not tried again: its error is the answer each time. */
  synchronized Part part(Class<?> type) {
    if (failed.containsKey(type)) {
      throw failed.get(type);
    }
    Part known = running.get(type);
    if (known != null) {
      return known;
    }
    try {
      Part started = start(type);
      running.put(type, started);
      return started;
    } catch (SandboxException e) {
      failed.put(type, e);
      throw e;
    }
  }

  private Part start(Class<?> type) {
    if (type == KafkaBroker.class) {
      return KafkaBroker.start(dir);
    }
    if (type == SecuredKafka.class) {
      return SecuredKafka.start(dir.resolve("secured"));
    }
    if (type == ConnectWorker.class) {
      return ConnectWorker.start(dir, (KafkaBroker) part(KafkaBroker.class));
    }
    if (type == Postgres.class) {
      return Postgres.start(dir);
    }
    if (type == MariaDb.class) {
      return MariaDb.start(dir);
    }
    if (type == S3.class) {
      return S3.start(dir);
    }
    if (type == ObjectStore.class) {
      return ObjectStore.start(dir.resolve("object-store"));
    }
    if (type == IcebergRestCatalog.class) {
      return IcebergRestCatalog.start(dir, Optional.empty());
    }
    if (type == SchemaRegistry.class) {
      return SchemaRegistry.start(dir);
    }
    throw new IllegalArgumentException("No part has the type " + type);
  }

  @Override
  public synchronized void close() {
    for (Class<? extends Part> type : CLOSING) {
      Optional.ofNullable(running.remove(type)).ifPresent(Part::close);
    }
    deleteAllButLogs();
  }

  private void deleteAllButLogs() {
    if (!Files.exists(dir)) {
      return;
    }
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isDirectory(file) ? isEmpty(file) : !isPartLog(file)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A part's own log lies beside its data folder; Kafka's data end in .log too. */
  private boolean isPartLog(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".log") && !dir.relativize(file).toString().contains("logs/");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}

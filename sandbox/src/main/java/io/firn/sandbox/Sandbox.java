package io.firn.sandbox;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The parts one user or one test asked for, running together until closed. They start side by side
 * as far as one does not need another, and end in the order in which they use each other.
 */
public final class Sandbox implements AutoCloseable {

  /** Connect writes its last offsets to Kafka, and holds replication connections open. */
  private static final List<PartName> CLOSING =
      List.of(
          PartName.CONNECT,
          PartName.KAFKA,
          PartName.REGISTRY,
          PartName.REST,
          PartName.S3,
          PartName.POSTGRES,
          PartName.MARIADB);

  private final Map<PartName, Part> parts;

  Sandbox(Map<PartName, Part> parts) {
    this.parts = Map.copyOf(parts);
  }

  /**
   * Starts the parts, and those they need, below the directory.
   *
   * @param progress told in one line each when a part begins to start and when it is ready
   */
  public static Sandbox start(Path dir, Set<PartName> parts, Consumer<String> progress) {
    return new SandboxStart(dir, progress).start(PartName.withNeeded(parts));
  }

  public Optional<KafkaBroker> kafka() {
    return part(PartName.KAFKA, KafkaBroker.class);
  }

  public Optional<ConnectWorker> connect() {
    return part(PartName.CONNECT, ConnectWorker.class);
  }

  public Optional<Postgres> postgres() {
    return part(PartName.POSTGRES, Postgres.class);
  }

  public Optional<MariaDb> mariadb() {
    return part(PartName.MARIADB, MariaDb.class);
  }

  public Optional<ObjectStore> s3() {
    return part(PartName.S3, ObjectStore.class);
  }

  public Optional<IcebergRestCatalog> restCatalog() {
    return part(PartName.REST, IcebergRestCatalog.class);
  }

  public Optional<SchemaRegistry> registry() {
    return part(PartName.REGISTRY, SchemaRegistry.class);
  }

  /** Every address by the name of its part, in a fixed order. */
  public Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (PartName name : PartName.values()) {
      Optional.ofNullable(parts.get(name)).ifPresent(part -> addresses.putAll(part.addresses()));
    }
    return addresses;
  }

  /** Ends every part; one that cannot be ended does not keep the others alive. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (PartName name : CLOSING) {
      try {
        Optional.ofNullable(parts.get(name)).ifPresent(Part::close);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private <P extends Part> Optional<P> part(PartName name, Class<P> type) {
    return Optional.ofNullable(parts.get(name)).map(type::cast);
  }
}

package io.firn.sandbox;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One start of a sandbox: which part waits for which, and what happens when one fails. */
final class SandboxStart {

  private static final Executor THREADS =
      task -> {
        Thread thread = new Thread(task, "sandbox-start");
        thread.setDaemon(true);
        thread.start();
      };

  private final Path dir;
  private final Consumer<String> progress;
  private final Map<PartName, CompletableFuture<Part>> starting = new EnumMap<>(PartName.class);

  SandboxStart(Path dir, Consumer<String> progress) {
    this.dir = dir;
    this.progress = progress;
  }

  /** The names come in the order of the enum, where no part needs a later one. */
  Sandbox start(EnumSet<PartName> names) {
    for (PartName name : names) {
      starting.put(name, begin(name));
    }
    Map<PartName, Part> running = new EnumMap<>(PartName.class);
    SandboxException failure = null;
    for (PartName name : names) {
      try {
        running.put(name, starting.get(name).join());
      } catch (CompletionException e) {
        failure = first(failure, e.getCause());
      }
    }
    Sandbox sandbox = new Sandbox(running);
    if (failure != null) {
      sandbox.close();
      throw failure;
    }
    return sandbox;
  }

  /** A part that fails because the one it waits for failed brings the very same exception. */
  private static SandboxException first(SandboxException failure, Throwable cause) {
    SandboxException next =
        cause instanceof SandboxException known
            ? known
            : new SandboxException("A sandbox part did not start", cause);
    if (failure == null) {
      return next;
    }
    if (failure != next) {
      failure.addSuppressed(next);
    }
    return failure;
  }

  private CompletableFuture<Part> begin(PartName name) {
    return switch (name) {
      case KAFKA -> independent(name, () -> KafkaBroker.start(dir));
      case CONNECT ->
          after(PartName.KAFKA, name, kafka -> ConnectWorker.start(dir, (KafkaBroker) kafka));
      case POSTGRES -> independent(name, () -> Postgres.start(dir));
      case MARIADB -> independent(name, () -> MariaDb.start(dir));
      case S3 -> independent(name, () -> ObjectStore.start(dir));
      case REST ->
          starting.containsKey(PartName.S3)
              ? after(PartName.S3, name, store -> restOver((ObjectStore) store))
              : independent(name, () -> IcebergRestCatalog.start(dir, Optional.empty()));
      case REGISTRY -> independent(name, () -> SchemaRegistry.start(dir));
    };
  }

  private CompletableFuture<Part> independent(PartName name, Supplier<Part> start) {
    return CompletableFuture.supplyAsync(() -> run(name, start), THREADS);
  }

  private CompletableFuture<Part> after(
      PartName needed, PartName name, Function<Part, Part> start) {
    return starting
        .get(needed)
        .thenApplyAsync(running -> run(name, () -> start.apply(running)), THREADS);
  }

  private Part restOver(ObjectStore store) {
    return IcebergRestCatalog.start(dir, Optional.of(store.coordinates()));
  }

  private Part run(PartName name, Supplier<Part> start) {
    report(name.text() + ": starting");
    long began = System.nanoTime();
    try {
      Part part = start.get();
      double seconds = (System.nanoTime() - began) / 1e9;
      String addresses = String.join(", ", List.copyOf(part.addresses().values()));
      report(
          String.format(Locale.ROOT, "%s: ready at %s (%.1f s)", name.text(), addresses, seconds));
      return part;
    } catch (RuntimeException e) {
      throw new SandboxException(
          "Sandbox part '%s' did not start, and no part was left running. %s"
              .formatted(name.text(), e.getMessage()),
          e);
    }
  }

  /** Several parts start at once, but their lines come one after the other. */
  private void report(String line) {
    synchronized (progress) {
      progress.accept(line);
    }
  }
}

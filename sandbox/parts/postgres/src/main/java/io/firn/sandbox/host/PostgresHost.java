package io.firn.sandbox.host;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL with logical decoding until this JVM ends. It has a JVM of its own so that a
 * killed parent leaves no server behind.
 */
public final class PostgresHost {

  private PostgresHost() {}

  /** Arguments: the folder for unpacked binaries, the data directory, the port. */
  public static void main(String[] args) throws Exception {
    EmbeddedPostgres.Builder settings =
        EmbeddedPostgres.builder()
            .setDataDirectory(Path.of(args[1]))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(Integer.parseInt(args[2]))
            .setPGStartupWait(Duration.ofMinutes(2))
            .setServerConfig("wal_level", "logical")
            .setServerConfig("max_replication_slots", "64")
            .setServerConfig("max_wal_senders", "64");
    EmbeddedPostgres postgres = start(Path.of(args[0]), settings);
    ProcessHandle server = server(Path.of(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres, server)));
    System.out.println("PostgreSQL is ready on port " + args[2]);
    // Unpacking takes most of the heap, and nothing after it needs any: give it back.
    System.gc();
    Thread.currentThread().join();
  }

  /**
   * The launcher unpacks what is missing, but fails for ever on what a killed JVM left half
   * unpacked: without the mark of completeness, one JVM at a time begins afresh.
   */
  private static EmbeddedPostgres start(Path binaries, EmbeddedPostgres.Builder settings)
      throws IOException {
    Path unpacked = binaries.resolve("unpacked");
    Path complete = binaries.resolve("complete");
    settings.setOverrideWorkingDirectory(unpacked.toFile());
    if (Files.exists(complete)) {
      return settings.start();
    }
    Files.createDirectories(binaries);
    try (FileChannel channel =
            FileChannel.open(
                binaries.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!Files.exists(complete)) {
        delete(unpacked);
      }
      EmbeddedPostgres postgres = settings.start();
      Files.write(complete, new byte[0]);
      return postgres;
    }
  }

  private static ProcessHandle server(Path data) throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  /** The server waits for its replication clients as long as they stay; nobody waits for it. */
  private static void stop(EmbeddedPostgres postgres, ProcessHandle server) {
    try {
      postgres.close();
    } catch (IOException e) {
      System.err.println("PostgreSQL did not stop by itself: " + e);
    } finally {
      server.destroyForcibly();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }
}

package io.firn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fresh folder for one benchmark's files, gone at its end unless it is to be kept. */
public final class WorkFolder implements AutoCloseable {
  private final Path path;
  private final boolean keep;

  private WorkFolder(Path path, boolean keep) {
    this.path = path;
    this.keep = keep;
  }

  /** Creates the folder below the one that was asked for, which may hold other things. */
  public static WorkFolder create(String bench, BenchSettings settings) {
    try {
      Path parent = Files.createDirectories(settings.folder().toAbsolutePath().normalize());
      return new WorkFolder(Files.createTempDirectory(parent, bench + "-"), settings.keep());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot create a folder in " + settings.folder(), failed);
    }
  }

  public Path path() {
    return path;
  }

  /** A folder in it, created now. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot create " + path.resolve(name), failed);
    }
  }

  @Override
  public void close() {
    if (keep) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot remove " + path, failed);
    }
  }
}

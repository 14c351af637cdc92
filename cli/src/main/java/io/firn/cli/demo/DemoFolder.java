package io.firn.cli.demo;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that one demo writes: the parts' data and logs, the warehouse, run reports, and a copy
 * of the pipeline with the addresses of this demo. Locked while the demo runs.
 *
 * <p>The file {@value #MARK} is the lock, and names what the demo put here: a later demo removes
 * that and nothing else.
 */
final class DemoFolder implements AutoCloseable {
  private static final String MARK = ".firn-demo";
  private static final String PARTS = "parts";
  private static final String WAREHOUSE = "warehouse";
  private static final List<String> ALWAYS = List.of(PARTS, WAREHOUSE, "reports");

  private final Path folder;
  private final FileChannel lock;

  private DemoFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens a new or empty folder, or one of an earlier demo, whose traces are removed.
   *
   * @throws FirnException USAGE when something else is in it, or another demo runs there
   */
  static DemoFolder open(Path folder) {
    Path mark = folder.resolve(MARK);
    try {
      Files.createDirectories(folder);
      if (!Files.exists(mark)) {
        requireEmpty(folder);
      }
      DemoFolder opened = new DemoFolder(folder, lock(mark, folder));
      for (String left : opened.leftByAnEarlierDemo()) {
        remove(folder.resolve(left));
      }
      Files.createDirectories(folder.resolve(WAREHOUSE));
      return opened;
    } catch (IOException failed) {
      throw refused(folder, "a folder that this user may write", failed.toString());
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      if (!names.isEmpty()) {
        throw refused(
            folder, "an empty folder or one of an earlier demo", String.join(", ", names));
      }
    }
  }

  private static FileChannel lock(Path mark, Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            mark, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock taken = channel.tryLock();
      if (taken != null) {
        return channel;
      }
    } catch (OverlappingFileLockException inThisProcess) {
      // Told below: it makes no difference which process runs the other demo.
    }
    channel.close();
    throw refused(folder, "no other demo that uses it", "one that still runs");
  }

  /**
   * Through the channel that holds the lock: the system drops a process' locks of a file as soon as
   * any of its channels to that file is closed.
   */
  private List<String> leftByAnEarlierDemo() throws IOException {
    ByteBuffer names = ByteBuffer.allocate((int) lock.size());
    lock.read(names, 0);
    String text = StandardCharsets.UTF_8.decode(names.flip()).toString();
    return Stream.concat(ALWAYS.stream(), text.lines()).toList();
  }

  private void note(List<Path> files) throws IOException {
    String names =
        files.stream().map(file -> file.getFileName() + "\n").collect(Collectors.joining());
    lock.truncate(0);
    lock.write(ByteBuffer.wrap(names.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static void remove(Path left) throws IOException {
    if (!Files.exists(left)) {
      return;
    }
    try (Stream<Path> files = Files.walk(left)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  private static FirnException refused(Path folder, String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "Cannot put the demo into this folder",
            folder.toString(),
            expected,
            found,
            "Name another folder with --dir."));
  }

  /** Data and logs of Kafka, Connect and PostgreSQL. */
  Path parts() {
    return folder.resolve(PARTS);
  }

  /** Writes the example's pipeline with this demo's addresses in front, and returns its place. */
  Path write(Example example, String bootstrapServers) {
    List<Path> files = example.pipelineFiles();
    try {
      note(files);
      for (Path file : files) {
        copy(file, folder.resolve(file.getFileName()));
      }
      Path pipeline = folder.resolve(Example.PIPELINE);
      Files.writeString(
          pipeline, header(example, bootstrapServers) + "\n" + Files.readString(pipeline));
      return pipeline;
    } catch (IOException failed) {
      throw refused(folder, "a folder that this user may write", failed.toString());
    }
  }

  private static String header(Example example, String bootstrapServers) {
    return """
    # Written by 'firn demo': the pipeline of %s
    # with the addresses of that demo, which the next one in this folder replaces.
    %s = "%s"
    %s = "%s"
    """
        .formatted(
            example.folder(),
            example.variable("KAFKA"),
            bootstrapServers,
            example.variable("WAREHOUSE"),
            WAREHOUSE);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot unlock " + folder, failed);
    }
  }
}

package io.firn.bench.landing;

import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import io.firn.model.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * A landing into a table that grew before: after the first round, whose rows are one times the
 * delta, the same files are appended over and over under other names, a commit each time, as so
 * many landings would have left them.
 */
final class GrowthPeer implements Peer {
  private final LandingPeer landing;
  private final int times;

  /**
   * @param times how many times the delta the table holds when the rounds that count begin
   */
  GrowthPeer(LandingPeer landing, int times) {
    this.landing = landing;
    this.times = times;
  }

  static String name(int times) {
    return "landing-" + times + "x";
  }

  @Override
  public String name() {
    return landing.name();
  }

  @Override
  public void prepare(int round) {
    landing.prepare(round);
    if (round == 1) {
      try (TableFiles files = new TableFiles(landing.pipeline().catalog())) {
        landing.tables().forEach(name -> grow(files, name));
      }
    }
  }

  private void grow(TableFiles files, TableName name) {
    Table table = files.table(name);
    List<DataFile> first = dataFiles(table);
    for (int copy = 1; copy < times; copy++) {
      AppendFiles append = table.newAppend();
      for (DataFile file : first) {
        append.appendFile(
            DataFiles.builder(table.spec()).copy(file).withPath(linked(file, copy)).build());
      }
      append.commit();
    }
  }

  private static List<DataFile> dataFiles(Table table) {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot list the files of " + table.name(), failed);
    }
    return files;
  }

  /** The same bytes under another name. */
  private static String linked(DataFile file, int copy) {
    String location = file.location();
    Path original =
        location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
    String name = copy + "-" + original.getFileName();
    try {
      Files.createLink(original.resolveSibling(name), original);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot link " + original, failed);
    }
    return location.substring(0, location.lastIndexOf('/') + 1) + name;
  }

  @Override
  public void run() {
    landing.run();
  }

  @Override
  public Work check() {
    return landing.check();
  }
}

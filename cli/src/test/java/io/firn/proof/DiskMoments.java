package io.firn.proof;

import io.firn.config.Pipeline;
import io.firn.model.Layer;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.run.CheckResult;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.RunReport;
import io.firn.run.Selection;
import io.firn.silver.SchemaHistory;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.spark.sql.SparkSession;

/**
 * One lake at the moments of a run: the disk is copied after each call that changed it, which is
 * what a process that died between this call and the next one would have left.
 *
 * <p>The runs of one history have one time, so that two that did the same left the same rows, to
 * the last column.
 */
final class DiskMoments implements AutoCloseable {
  private static final Instant FIRST = Instant.parse("2026-03-29T00:30:00Z");

  /** Plans that suit a handful of rows: there are hundreds of runs. */
  private static final Map<String, String> FEW_ROWS =
      Map.of(
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.shuffle.partitions", "1",
          "spark.sql.codegen.wholeStage", "false");

  private final Lakehouse lake;
  private final Path warehouse;
  private final Path copies;
  private final SparkSession session = SparkSession.active();
  private int runs;

  /**
   * A moment of a run.
   *
   * @param after the call that had just come to its end
   */
  record Moment(String after, Path disk) {
    /** Whether that call wrote for {@code table} and was no commit to it. */
    boolean isBetweenCommitsOf(TableName table) {
      return after.contains(table.name()) && !after.startsWith("UPDATE");
    }

    /** Whether that call was one of {@code layer} and no commit to a table that exists. */
    boolean isBeforeCommit(String layer) {
      return !after.startsWith("UPDATE")
          && (after.contains(" " + layer + ".") || after.contains(", " + layer + ","));
    }
  }

  /**
   * What a lake holds.
   *
   * @param rows of each table, whole and sorted
   * @param commits of each table, oldest first, with the progress that each carries, and what the
   *     table says of itself
   * @param shapes what is told of changes of silver tables' columns
   */
  record Contents(
      Map<String, List<String>> rows, Map<String, List<String>> commits, List<String> shapes) {
    private static final String LEDGER = Pipeline.ledger().toString();
    private static final String SHAPES = SchemaHistory.NAME.toString();

    /**
     * Of those tables alone, without the ledger table and that of the changes of columns, which is
     * behind what is told as the ledger table is.
     */
    Contents in(List<String> layers) {
      return new Contents(
          in(layers, rows),
          in(layers, commits),
          layers.contains(Layer.SILVER.id()) ? shapes : List.of());
    }

    /**
     * The rows of the ledger table, which may come later than what they account for: until then the
     * account is in the landed table's own properties.
     */
    List<String> ledger() {
      return rows.getOrDefault(LEDGER, List.of());
    }

    private static Map<String, List<String>> in(
        List<String> layers, Map<String, List<String>> tables) {
      TreeMap<String, List<String>> some = new TreeMap<>(tables);
      some.keySet().removeIf(table -> layers.stream().noneMatch(table::startsWith));
      some.remove(LEDGER);
      some.remove(SHAPES);
      return some;
    }
  }

  DiskMoments(Lakehouse lake, Path copies) {
    this.lake = lake;
    this.warehouse = lake.file().resolveSibling("warehouse");
    this.copies = copies;
  }

  /** Runs the pipeline to its end; tells the moments, the one before the first call among them. */
  List<Moment> watch(RunKey key) {
    List<Moment> moments = new ArrayList<>();
    runs++;
    moments.add(keep("nothing", moments.size()));
    WriteCalls.Watcher keeping =
        new WriteCalls.Watcher() {
          @Override
          public void after(String call) {
            moments.add(keep(call, moments.size()));
          }
        };
    RunReport report = run(key, keeping);
    if (report.exitCode() != 0) {
      throw new AssertionError(report.toString());
    }
    return List.copyOf(moments);
  }

  private Moment keep(String call, int number) {
    Path copy = copies.resolve(runs + "-" + number);
    copy(warehouse, copy);
    return new Moment(call, copy);
  }

  /** Puts the disk back to how it was. */
  void restore(Moment moment) {
    delete(warehouse);
    copy(moment.disk(), warehouse);
  }

  /** Runs the selected units, all when none is. */
  RunReport run(RunKey key, String... selectors) {
    Selection selection = Selection.of(lake.pipeline(), List.of(selectors));
    return run(lake.pipeline(), opened -> opened.run(selection, key));
  }

  RunReport run(RunKey key, WriteCalls.Watcher watcher, String... selectors) {
    Selection selection = Selection.of(lake.pipeline(), List.of(selectors));
    return run(WriteCalls.watched(lake.pipeline(), watcher), opened -> opened.run(selection, key));
  }

  List<CheckResult> verify() {
    return run(lake.pipeline(), opened -> opened.verify(all()));
  }

  private Selection all() {
    return Selection.of(lake.pipeline(), List.of());
  }

  /** In a session of its own, since a session keeps a catalog that it has opened. */
  private <T> T run(Pipeline pipeline, Function<PipelineRun, T> work) {
    SparkSession fresh = session.newSession();
    SparkSession.setDefaultSession(fresh);
    SparkSession.setActiveSession(fresh);
    Clock clock = Clock.fixed(FIRST.plus(Duration.ofHours(runs)), ZoneOffset.UTC);
    FEW_ROWS.forEach(fresh.conf()::set);
    try (PipelineRun run = new PipelineRun(pipeline, Lakehouse.jobs(), clock, RunListener.SILENT)) {
      return work.apply(run);
    }
  }

  Contents contents() {
    Catalog catalog = Tables.open(lake.pipeline().catalog());
    try (Closeable closing = (Closeable) catalog) {
      Map<String, List<String>> rows = new TreeMap<>();
      Map<String, List<String>> commits = new TreeMap<>();
      Map<String, String> names = new TreeMap<>();
      for (TableName name : tables(catalog)) {
        Table table = Tables.load(catalog, name).orElseThrow();
        names.put(table.uuid().toString(), "id of " + name);
        rows.put(name.toString(), TableRows.read(table).sortedWithout(Set.of()));
        List<String> history = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
          names.put(
              String.valueOf(snapshot.snapshotId()), "snapshot " + history.size() + " of " + name);
          history.add(told(snapshot, names));
        }
        TreeMap<String, String> said = new TreeMap<>(table.properties());
        said.keySet().removeIf(key -> !key.startsWith("firn."));
        history.add(named(said.toString(), names));
        commits.put(name.toString(), history);
      }
      return new Contents(rows, commits, shapes(catalog, names));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private List<String> shapes(Catalog catalog, Map<String, String> names) {
    return new SchemaHistory(catalog)
            .of(
                lake.pipeline().units().stream()
                    .filter(unit -> unit.layer() == Layer.SILVER)
                    .toList())
            .stream()
            .map(entry -> named(entry.toString(), names))
            .toList();
  }

  /** What Firn says of a commit, with names for what Iceberg draws at random. */
  private static String told(Snapshot snapshot, Map<String, String> names) {
    TreeMap<String, String> summary = new TreeMap<>(snapshot.summary());
    summary.keySet().removeIf(key -> !key.startsWith("firn.") && !key.startsWith("added-"));
    summary.remove("added-files-size");
    summary.remove("firn.commit");
    return named(snapshot.operation() + " " + summary, names);
  }

  private static String named(String text, Map<String, String> names) {
    String told = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      told = told.replace(name.getKey(), name.getValue());
    }
    return told;
  }

  /** All that there are, each after those that it reads from. */
  private static List<TableName> tables(Catalog catalog) {
    return Stream.of("bronze", "silver", "gold")
        .map(Namespace::of)
        .filter(((SupportsNamespaces) catalog)::namespaceExists)
        .flatMap(layer -> catalog.listTables(layer).stream())
        .map(table -> new TableName(table.namespace().toString(), table.name()))
        .toList();
  }

  /** SQLite makes its shared memory anew. */
  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(from);
      Files.createDirectories(to.getParent());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> !each.toString().endsWith("-shm")).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    SparkSession.setDefaultSession(session);
    SparkSession.setActiveSession(session);
  }
}

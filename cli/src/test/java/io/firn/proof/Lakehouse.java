package io.firn.proof;

import io.firn.bronze.BronzeJob;
import io.firn.config.Pipeline;
import io.firn.gold.GoldJob;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.Job;
import io.firn.run.PipelineFiles;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.RunReport;
import io.firn.run.Selection;
import io.firn.run.SparkSessions;
import io.firn.run.UnitReport;
import io.firn.silver.SilverJob;
import io.firn.table.Tables;
import io.firn.table.TypeText;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.iceberg.catalog.Catalog;
import org.apache.spark.sql.SparkSession;

/**
 * A pipeline in a folder of its own with a warehouse of its own. All of a JVM share one Spark
 * session, so that each has a catalog name that no other has.
 */
final class Lakehouse {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path file;
  private final Pipeline pipeline;
  private final AtomicInteger runs;

  private Lakehouse(Path file, Pipeline pipeline, AtomicInteger runs) {
    this.file = file;
    this.pipeline = pipeline;
    this.runs = runs;
  }

  /**
   * Writes the pipeline's files and opens it.
   *
   * @param tables the sections {@code bronze}, {@code silver} and {@code gold} of the file
   * @param sql files beside it, by name
   */
  static Lakehouse in(Path folder, String brokers, String tables, Map<String, String> sql) {
    return withCatalog(folder, "warehouse = \"warehouse\"", brokers, tables, sql);
  }

  /**
   * The same with its files elsewhere.
   *
   * @param files the settings {@code warehouse} and {@code properties} of the catalog
   */
  static Lakehouse withCatalog(
      Path folder, String files, String brokers, String tables, Map<String, String> sql) {
    String text =
        """
        firn {
          name = proof
          catalog {
            name = lake_%d, type = jdbc
            uri = "jdbc:sqlite:warehouse/catalog.db"
        %s
          }
          kafka { bootstrap-servers = "%s" }
          # One session serves many runs here: without room for all, each run compiles its code anew.
          spark { "spark.sql.codegen.cache.maxEntries" = "5000" }
        %s
        }
        """
            .formatted(COUNT.incrementAndGet(), files.indent(4), brokers, tables.indent(2));
    try {
      Files.createDirectories(folder);
      Path file = Files.writeString(folder.resolve("firn.conf"), text);
      for (Map.Entry<String, String> query : sql.entrySet()) {
        Files.writeString(folder.resolve(query.getKey()), query.getValue());
      }
      Files.createDirectories(folder.resolve("warehouse"));
      Pipeline pipeline = PipelineFiles.read(file, name -> null);
      startSpark(pipeline);
      return new Lakehouse(file, pipeline, new AtomicInteger());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * The same tables, from now on under a file that says {@code now} where it said {@code before}.
   */
  Lakehouse with(String before, String now) {
    try {
      Files.writeString(file, Files.readString(file).replace(before, now));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new Lakehouse(file, PipelineFiles.read(file, name -> null), runs);
  }

  /** A run ends the session that it started; one that is there already it joins and leaves. */
  private static synchronized void startSpark(Pipeline pipeline) {
    if (SparkSession.getDefaultSession().isEmpty()) {
      SparkSessions.start(pipeline);
    }
  }

  Path file() {
    return file;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  static List<Job> jobs() {
    return List.of(new BronzeJob(), new SilverJob(), new GoldJob());
  }

  /** Runs the selected units, all when none is, under a key not used before. */
  RunReport run(String... selectors) {
    return run(jobs(), new RunKey("run-" + runs.incrementAndGet()), selectors);
  }

  RunReport run(RunKey key, String... selectors) {
    return run(jobs(), key, selectors);
  }

  RunReport run(List<Job> jobs, RunKey key, String... selectors) {
    return open(jobs, run -> run.run(Selection.of(pipeline, List.of(selectors)), key));
  }

  /** Every check of {@code firn verify}. */
  List<CheckResult> verify() {
    return open(jobs(), run -> run.verify(Selection.of(pipeline, List.of())));
  }

  <T> T open(List<Job> jobs, Function<PipelineRun, T> work) {
    try (PipelineRun run = new PipelineRun(pipeline, jobs, Clock.systemUTC(), RunListener.SILENT)) {
      return work.apply(run);
    }
  }

  /** All rows of a unit's table. */
  TableRows rows(String unit) {
    return TableRows.of(pipeline, UnitName.parse(unit).tableName());
  }

  /** The columns of a unit's table with their types. */
  Map<String, String> types(String unit) {
    Catalog catalog = Tables.open(pipeline.catalog());
    try (Closeable closing = (Closeable) catalog) {
      Map<String, String> types = new HashMap<>();
      Tables.load(catalog, UnitName.parse(unit).tableName())
          .orElseThrow()
          .schema()
          .columns()
          .forEach(column -> types.put(column.name(), TypeText.of(column.type())));
      return types;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** How one unit of a run ended. */
  static UnitReport unit(RunReport report, String unit) {
    return report.units().stream()
        .filter(candidate -> candidate.unit().toString().equals(unit))
        .findFirst()
        .orElseThrow();
  }
}

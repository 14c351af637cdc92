package io.firn.cli.demo;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.RunKey;
import io.firn.run.RunReport;
import io.firn.sandbox.ConnectClient;
import io.firn.sandbox.Sandbox;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two tenants' databases are filled and captured, a run makes bronze, silver and gold of them; the
 * databases change, a second run follows; in the end every silver table is held against the
 * database that it came from.
 */
final class Story {
  private static final List<String> TENANTS = List.of("acme", "globex");
  private static final int DIFFERENCES_SHOWN = 5;

  private final Example example;
  private final Sandbox parts;
  private final DemoStage stage;
  private final Narrator narrator;
  private final Path file;
  private final Pipeline pipeline;
  private final SourceEngine engine;
  private final List<TenantSource> sources = new ArrayList<>();

  Story(Example example, DemoFolder own, Sandbox parts, DemoStage stage) {
    this.example = example;
    this.parts = parts;
    this.stage = stage;
    this.narrator = stage.narrator();
    this.file = own.write(example, parts.kafka().orElseThrow().bootstrapServers());
    this.pipeline = stage.load(file);
    this.engine = SourceEngine.of(example, pipeline);
  }

  /**
   * @param keep whether the parts stay up, so that their addresses are worth telling
   */
  DemoResult tell(Instant began, boolean keep) throws SQLException {
    List<RunReport> runs = new ArrayList<>();
    List<TableComparison> comparisons = new ArrayList<>();
    fill();
    List<Capture> captures = capture();
    if (run("First run: everything there is", "demo-1", runs)) {
      GoldView gold = new GoldView(pipeline, narrator);
      Map<String, List<Map<String, Object>>> before = gold.rows();
      gold.tellTop(before);
      NewColumns columns = NewColumns.since(pipeline);
      change(captures);
      if (run("Second run: only what changed", "demo-2", runs)) {
        columns.tell(narrator);
        gold.tellMoves(before);
        comparisons.addAll(compare());
      }
    }
    Duration took = Duration.between(began, stage.clock().instant());
    Map<String, String> addresses = keep ? parts.addresses() : Map.of();
    DemoResult result = new DemoResult(example.name(), file, runs, comparisons, addresses, took);
    new Farewell(narrator).tell(result);
    return result;
  }

  private void fill() throws SQLException {
    narrator.heading("Two tenants, each with a " + engine.title() + " database of its own");
    Grid.Builder grid = Grid.of("TENANT", "TABLE", "ROWS");
    for (TenantSource source : engine.sources(parts, TENANTS)) {
      execute(example.script("schema"), source);
      execute(example.script("seed"), source);
      for (TenantSource.SourceTable table : source.tables()) {
        grid.row(source.tenant(), table.toString(), Long.toString(source.count(table)));
      }
      sources.add(source);
    }
    narrator.table(grid.build());
    narrator.line("as in " + example.script("schema") + " and " + example.script("seed"));
  }

  private void execute(Path script, TenantSource source) {
    try {
      source.execute(Example.read(script));
    } catch (SQLException refused) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "A script of the example does not run",
              script.toString(),
              "SQL that " + engine.title() + " accepts",
              refused.getMessage(),
              "Correct it, or take another example with --example."),
          refused);
    }
  }

  private List<Capture> capture() throws SQLException {
    narrator.heading("Debezium captures both into Kafka");
    ConnectClient connect = parts.connect().orElseThrow().client();
    String bootstrapServers = parts.kafka().orElseThrow().bootstrapServers();
    List<Capture> captures = new ArrayList<>();
    for (TenantSource source : sources) {
      captures.add(
          Capture.begin(
              connect,
              example.name(),
              source,
              engine.in(parts).address(source.tenant()),
              bootstrapServers));
    }
    await(captures);
    return captures;
  }

  private void await(List<Capture> captures) throws SQLException {
    try (Narrator.Progress progress = narrator.progress("capture", captures.size())) {
      for (Capture capture : captures) {
        capture.awaitAll();
        progress.step(capture + ": all that was committed is in Kafka");
      }
    }
  }

  private boolean run(String heading, String key, List<RunReport> runs) {
    narrator.heading(heading);
    RunReport report = stage.run(pipeline, new RunKey(key));
    runs.add(report);
    new RunView(narrator).tell(report);
    return report.exitCode() == 0;
  }

  private void change(List<Capture> captures) throws SQLException {
    narrator.heading("The tenants go on working");
    for (TenantSource source : sources) {
      execute(example.script("changes"), source);
    }
    example.toldChanges().forEach(change -> narrator.line("  - " + change));
    narrator.line("in each database, as in " + example.script("changes"));
    await(captures);
  }

  private List<TableComparison> compare() throws SQLException {
    narrator.heading("Every silver table against the database it came from: all rows and columns");
    List<TableComparison> comparisons = new SourceComparison(pipeline).compare(sources);
    Grid.Builder grid = Grid.of("SILVER TABLE", "TENANT", "RESULT");
    for (TableComparison comparison : comparisons) {
      grid.row(comparison.table(), comparison.tenant(), comparison.sentence());
    }
    narrator.table(grid.build());
    comparisons.forEach(this::tellDifferences);
    return comparisons;
  }

  private void tellDifferences(TableComparison comparison) {
    if (!comparison.equal()) {
      narrator.line("");
      narrator.line(
          narrator.paint().bad("silver." + comparison.table() + ", " + comparison.tenant())
              + ", the first differences:");
      comparison.differences().sentences().stream()
          .limit(DIFFERENCES_SHOWN)
          .forEach(difference -> narrator.line("  - " + difference));
    }
  }
}

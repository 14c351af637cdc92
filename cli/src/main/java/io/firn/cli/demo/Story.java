package io.firn.cli.demo;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.RunKey;
import io.firn.run.RunReport;
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
  private final TenantSources sources;

  Story(Example example, DemoFolder own, Sandbox parts, DemoStage stage) {
    this.example = example;
    this.parts = parts;
    this.stage = stage;
    this.narrator = stage.narrator();
    this.file = own.write(example, parts.kafka().orElseThrow().bootstrapServers());
    this.pipeline = stage.load(file);
    this.sources =
        SourceEngine.of(example, pipeline)
            .open(example, parts, own.parts().resolve("sources"), narrator, TENANTS);
  }

  /**
   * @param keep whether the parts stay up, so that their addresses are worth telling
   */
  DemoResult tell(Instant began, boolean keep) throws SQLException {
    List<RunReport> runs = new ArrayList<>();
    List<TableComparison> comparisons = new ArrayList<>();
    narrator.heading("Two tenants, each with " + sources.each() + " of its own");
    sources.fill();
    narrator.heading(sources.captured());
    sources.capture();
    if (run("First run: everything there is", "demo-1", runs)) {
      GoldView gold = new GoldView(pipeline, narrator);
      Map<String, List<Map<String, Object>>> before = gold.rows();
      gold.tellTop(before);
      NewColumns columns = NewColumns.since(pipeline);
      narrator.heading("The tenants go on working");
      sources.change();
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

  private boolean run(String heading, String key, List<RunReport> runs) {
    narrator.heading(heading);
    RunReport report = stage.run(pipeline, new RunKey(key));
    runs.add(report);
    new RunView(narrator).tell(report);
    return report.exitCode() == 0;
  }

  private List<TableComparison> compare() throws SQLException {
    narrator.heading("Every silver table against what it came from: all rows and columns");
    List<TableComparison> comparisons = sources.compare(pipeline);
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

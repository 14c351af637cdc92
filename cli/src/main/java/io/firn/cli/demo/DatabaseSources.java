package io.firn.cli.demo;

import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.sandbox.ConnectClient;
import io.firn.sandbox.Sandbox;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database of its own for each tenant, followed by Debezium. */
final class DatabaseSources implements TenantSources {
  private final SourceEngine engine;
  private final Example example;
  private final Sandbox parts;
  private final Narrator narrator;
  private final List<TenantSource> sources;
  private final List<Capture> captures = new ArrayList<>();

  DatabaseSources(
      SourceEngine engine,
      Example example,
      Sandbox parts,
      Narrator narrator,
      List<String> tenants) {
    this.engine = engine;
    this.example = example;
    this.parts = parts;
    this.narrator = narrator;
    this.sources = engine.sources(parts, tenants);
  }

  @Override
  public String each() {
    return "a " + engine.title() + " database";
  }

  @Override
  public String captured() {
    return "Debezium captures both into Kafka";
  }

  @Override
  public void fill() throws SQLException {
    Grid.Builder grid = Grid.of("TENANT", "TABLE", "ROWS");
    for (TenantSource source : sources) {
      execute(example.script("schema"), source);
      execute(example.script("seed"), source);
      for (TenantSource.SourceTable table : source.tables()) {
        grid.row(source.tenant(), table.toString(), Long.toString(source.count(table)));
      }
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

  @Override
  public void capture() throws SQLException {
    ConnectClient connect = parts.connect().orElseThrow().client();
    String bootstrapServers = parts.kafka().orElseThrow().bootstrapServers();
    for (TenantSource source : sources) {
      captures.add(
          Capture.begin(
              connect,
              example.name(),
              source,
              engine.in(parts).address(source.tenant()),
              bootstrapServers));
    }
    await();
  }

  private void await() throws SQLException {
    try (Narrator.Progress progress = narrator.progress("capture", captures.size())) {
      for (Capture capture : captures) {
        capture.awaitAll();
        progress.step(capture + ": all that was committed is in Kafka");
      }
    }
  }

  @Override
  public void change() throws SQLException {
    for (TenantSource source : sources) {
      execute(example.script("changes"), source);
    }
    TenantSources.tellChanges(example, narrator);
    await();
  }

  @Override
  public List<TableComparison> compare(Pipeline pipeline) throws SQLException {
    return new SourceComparison(pipeline).compare(sources);
  }
}

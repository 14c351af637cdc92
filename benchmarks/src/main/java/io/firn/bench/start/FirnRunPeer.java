package io.firn.bench.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.bench.measure.ChildProcesses;
import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The real {@code firn run}, launcher and all, into a warehouse that does not exist yet. */
final class FirnRunPeer implements Peer {
  static final String NAME = "firn run";

  private final ChildProcesses children;
  private final Path launcher;
  private final Path folder;
  private final String bootstrapServers;
  private final long events;
  private Path pipeline;

  FirnRunPeer(
      ChildProcesses children, Path launcher, Path folder, String bootstrapServers, long events) {
    this.children = children;
    this.launcher = launcher;
    this.folder = folder;
    this.bootstrapServers = bootstrapServers;
    this.events = events;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void prepare(int round) {
    pipeline = StartPipeline.write(folder.resolve("round-" + round), bootstrapServers);
  }

  @Override
  public void run() {
    children.run(
        List.of(
            // A launcher that finds newer sources builds them: not on this turn's account.
            "/usr/bin/env",
            "FIRN_BUILD=never",
            launcher.toString(),
            "run",
            "--pipeline",
            pipeline.toString(),
            "--run-key",
            "bench",
            "--report",
            report().toString()),
        pipeline.getParent(),
        pipeline.resolveSibling("run.log"));
  }

  /** Every unit must have committed, and bronze must account for every event as written. */
  @Override
  public Work check() {
    JsonNode units = read(report()).path("units");
    long written = 0;
    int committed = 0;
    for (JsonNode unit : units) {
      committed += unit.path("status").asText().equals("committed") ? 1 : 0;
      for (JsonNode entry : unit.path("ledger")) {
        written += entry.path("written").asLong();
      }
    }
    if (committed != StartPipeline.UNITS || written != events) {
      throw new IllegalStateException(
          "the run committed %d units and wrote %d events, expected %d and %d: %s"
              .formatted(committed, written, StartPipeline.UNITS, events, report()));
    }
    return Work.ofRows(written);
  }

  private Path report() {
    return pipeline.resolveSibling("report.json");
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the run report " + file, failed);
    }
  }
}

package io.firn.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.model.Failure;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The run report as JSON.
 *
 * <pre>{"runKey", "pipeline", "status": "committed|no-op|failed", "exitCode", "startedAt",
 * "endedAt", "units": [{"unit", "status": "committed|no-op|failed|skipped", "tookMs", …}]}</pre>
 *
 * and {@code "rebuilds"}, like {@code "units"}, when tables were made anew first.
 */
public final class RunReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Fate> RECORDS =
      List.of(Fate.WRITTEN, Fate.DUPLICATE, Fate.TOMBSTONE, Fate.QUARANTINED);

  private RunReportJson() {}

  public static String write(RunReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("runKey", report.runKey().value());
    root.put("pipeline", report.pipeline());
    root.put("status", report.status());
    root.put("exitCode", report.exitCode());
    root.put("startedAt", report.startedAt().toString());
    root.put("endedAt", report.endedAt().toString());
    ArrayNode units = root.putArray("units");
    report.units().forEach(unit -> write(units.addObject(), unit));
    if (!report.rebuilds().isEmpty()) {
      ArrayNode rebuilds = root.putArray("rebuilds");
      report.rebuilds().forEach(unit -> write(rebuilds.addObject(), unit));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of JSON nodes is JSON", impossible);
    }
  }

  private static void write(ObjectNode node, UnitReport report) {
    node.put("unit", report.unit().toString());
    node.put("status", report.outcome().status());
    node.put("tookMs", report.took().toMillis());
    if (report.outcome() instanceof Outcome.Committed committed) {
      node.put("snapshotId", committed.snapshotId());
      node.put("range", committed.range());
      ObjectNode counts = node.putObject("counts");
      committed.counts().forEach(counts::put);
      ArrayNode changes = node.putArray("schemaChanges");
      committed.changes().forEach(changes::add);
      if (!committed.verdicts().isEmpty()) {
        ArrayNode expectations = node.putArray("expectations");
        committed.verdicts().forEach(verdict -> write(expectations.addObject(), verdict));
      }
      ArrayNode ledger = node.putArray("ledger");
      committed.ledger().forEach(entry -> write(ledger.addObject(), entry));
    } else if (report.outcome() instanceof Outcome.NothingToDo nothing) {
      node.put("reason", nothing.reason());
    } else if (report.outcome() instanceof Outcome.Failed failed) {
      write(node.putObject("failure"), failed.cause());
    } else if (report.outcome() instanceof Outcome.Skipped skipped) {
      node.put("reason", skipped.because() + " did not succeed");
    }
  }

  private static void write(ObjectNode node, Verdict verdict) {
    node.put("name", verdict.name());
    node.put("kind", verdict.kind());
    node.put("expected", verdict.expected());
    node.put("otherwise", verdict.otherwise());
    node.put("failing", verdict.failing());
    node.put("checked", verdict.checked());
    node.put("found", verdict.found());
  }

  private static void write(ObjectNode node, LedgerEntry entry) {
    node.put("topic", entry.partition().topic());
    node.put("partition", entry.partition().partition());
    node.put("start", entry.range().start());
    node.put("end", entry.range().end());
    node.put("era", entry.era());
    for (Fate fate : RECORDS) {
      node.put(fate.id(), entry.count(fate));
    }
    write(node.putObject("notices"), entry, Fate.Kind.NOTICE);
    write(node.putObject("gaps"), entry, Fate.Kind.GAP);
  }

  private static void write(ObjectNode node, LedgerEntry entry, Fate.Kind kind) {
    entry
        .counts()
        .forEach(
            (fate, count) -> {
              if (fate.kind() == kind) {
                node.put(fate.id(), count);
              }
            });
  }

  /** The five parts of a failure, with its kind; also what the commands print as JSON. */
  public static void write(ObjectNode node, Failure failure) {
    node.put("kind", failure.kind().name());
    node.put("what", failure.what());
    node.put("where", failure.where());
    node.put("expected", failure.expected());
    node.put("found", failure.found());
    node.put("next", failure.next());
  }

  /** Writes the report beside its place and moves it there: a reader never sees half of one. */
  public static void writeTo(RunReport report, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, ".report", ".json");
      Files.writeString(draft, write(report));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write the run report " + file, failed);
    }
  }

  /** Where the report of {@code report}'s run lies when the caller names no file. */
  public static Path defaultPlace(Path reports, RunReport report) {
    String layers =
        String.join(
            "-", report.units().stream().map(unit -> unit.unit().layer().id()).distinct().toList());
    return reports.resolve(report.runKey().fileName()).resolve(layers + ".json");
  }
}

package io.firn.bench.crash;

import io.firn.bench.BenchReport;
import io.firn.bench.BenchSettings;
import io.firn.bench.Benchmark;
import io.firn.bench.Conditions;
import io.firn.bench.Figure;
import io.firn.bench.WorkFolder;
import io.firn.bench.measure.ChildProcesses;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.Round;
import io.firn.cli.console.Narrator;
import io.firn.sandbox.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code kill -9} of {@code firn run} at random times, as often as {@code --times} says: in the end
 * its tables are compared, row by row, with those of one run that was left alone.
 */
public final class CrashBench implements Benchmark {
  @Override
  public String name() {
    return "crash";
  }

  @Override
  public String question() {
    return "tables of runs that were killed at random times, beside those of a run that was not";
  }

  @Override
  public int peers() {
    return 1;
  }

  @Override
  public BenchReport run(BenchSettings settings, Narrator.Progress progress) {
    long seed = System.nanoTime();
    Map<String, Object> conditions = Conditions.common(settings);
    conditions.put("times", settings.rounds());
    conditions.put("seed", seed);
    try (WorkFolder folder = WorkFolder.create(name(), settings)) {
      progress.note("files in " + folder.path());
      try (KafkaBroker broker = KafkaBroker.start(folder.folder("parts"));
          CrashEvents events = new CrashEvents(broker.bootstrapServers(), seed)) {
        Path launcher = launcher();
        CrashPeer killed =
            new CrashPeer(
                launcher,
                CrashPipeline.write(folder.folder("killed"), broker.bootstrapServers()),
                events,
                settings.rounds(),
                seed,
                progress::step);
        killed.prepare(0);
        Measurement turn = new ChildProcesses().measure(killed);
        progress.step(turn.told(0));
        CrashPeer alone =
            new CrashPeer(
                launcher,
                CrashPipeline.write(folder.folder("alone"), broker.bootstrapServers()),
                events,
                0,
                seed,
                progress::note);
        alone.run();
        return new BenchReport(
            name(),
            conditions,
            figures(killed, alone, turn),
            List.of(new Round(0, false, List.of(turn))));
      }
    }
  }

  private static Path launcher() {
    Path launcher = Path.of(System.getProperty("firn.home", "")).toAbsolutePath().resolve("firn");
    if (!Files.isExecutable(launcher)) {
      throw new IllegalStateException(
          launcher + " is no launcher: start this benchmark with 'firn bench crash'");
    }
    return launcher;
  }

  private static List<Figure> figures(CrashPeer killed, CrashPeer alone, Measurement turn) {
    Kills kills = killed.kills();
    long differences = LakeRows.of(killed.pipeline()).differences(LakeRows.of(alone.pipeline()));
    return List.of(
        new Figure("crash.kills", kills.kills(), "as many as were asked for"),
        new Figure("crash.kills_before_commits", kills.before(), "for the eye"),
        new Figure("crash.kills_between_commits", kills.between(), "for the eye"),
        new Figure("crash.kills_after_commits", kills.after(), "for the eye"),
        new Figure("crash.ended_before_kill", kills.ended(), "for the eye"),
        new Figure("crash.rows", turn.work().rows(), "for the eye"),
        new Figure("crash.differences", differences, "0"),
        new Figure("crash.verify_failures", killed.verifies() ? 0 : 1, "0"),
        new Figure("crash.wall_s", turn.wallSeconds(), "for the eye"),
        new Figure("crash.cpu_s", turn.cpuSeconds(), "for the eye"));
  }
}

package io.firn.run;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.RunKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended. A scheduler trusts this, never the end of {@code spark-submit} alone: it checks
 * that the run key is its own and that {@link #status()} is {@code committed} or {@code no-op}.
 *
 * @param rebuilds tables that were made anew before the units ran
 */
public record RunReport(
    RunKey runKey,
    String pipeline,
    Instant startedAt,
    Instant endedAt,
    List<UnitReport> units,
    List<UnitReport> rebuilds) {
  public RunReport {
    units = List.copyOf(units);
    rebuilds = List.copyOf(rebuilds);
  }

  /** Of an ordinary run. */
  public RunReport(
      RunKey runKey, String pipeline, Instant startedAt, Instant endedAt, List<UnitReport> units) {
    this(runKey, pipeline, startedAt, endedAt, units, List.of());
  }

  /** The same run after {@code rebuilds}. */
  public RunReport after(List<UnitReport> rebuilds) {
    return new RunReport(runKey, pipeline, startedAt, endedAt, units, rebuilds);
  }

  /**
   * {@code failed} when any unit failed, else {@code committed} when any did, else {@code no-op}.
   */
  public String status() {
    if (units.stream().anyMatch(unit -> unit.outcome().failure().isPresent())) {
      return "failed";
    }
    boolean committed =
        units.stream().anyMatch(unit -> unit.outcome().status().equals("committed"));
    return committed ? "committed" : "no-op";
  }

  /** The process' exit code: 0, or that of the failure that most needs a person. */
  public int exitCode() {
    return ErrorKind.exitCode(
        units.stream()
            .map(unit -> unit.outcome().failure())
            .flatMap(Optional::stream)
            .map(Failure::kind)
            .toList());
  }
}

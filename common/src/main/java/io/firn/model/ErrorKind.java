package io.firn.model;

import java.util.Collection;
import java.util.stream.Stream;

/** Why a run or a unit failed; the process ends with {@link #exitCode()}. */
public enum ErrorKind {
  /** A defect of Firn itself: nothing the operator did. */
  INTERNAL(1),
  /** Wrong command line. The same code as {@link #CONFIG}: the caller must change something. */
  USAGE(20),
  /** Pipeline file or a data contract that the input breaks. */
  CONFIG(20),
  /** An expectation with {@code otherwise = fail} did not hold. */
  EXPECTATION(30),
  /** Broker, catalog or object store not reachable: trying again later may work. */
  TRANSIENT(40),
  /** Another writer moved the table's progress first. */
  FENCED(50),
  /** Retention gap, recreated topic, expired snapshot: the input's history is not what it was. */
  HISTORY(60);

  private final int exitCode;

  ErrorKind(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /**
   * The exit code of a process that met all of {@code kinds}: that of the one that most needs a
   * person, 0 when there is none. A permanent cause outranks a transient one, since trying again
   * would not help.
   */
  public static int exitCode(Collection<ErrorKind> kinds) {
    return Stream.of(INTERNAL, HISTORY, CONFIG, USAGE, EXPECTATION, FENCED, TRANSIENT)
        .filter(kinds::contains)
        .findFirst()
        .map(ErrorKind::exitCode)
        .orElse(0);
  }
}

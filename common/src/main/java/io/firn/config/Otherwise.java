package io.firn.config;

/** What becomes of a run in which an expectation does not hold. */
public enum Otherwise {
  /** It is reported. */
  WARN,
  /** The rows that it does not hold for are kept out of the table, with the reason. */
  QUARANTINE,
  /** The run's rows are not published. */
  FAIL
}

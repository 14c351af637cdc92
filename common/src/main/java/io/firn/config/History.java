package io.firn.config;

/** How much of a row's past a silver table keeps. */
public enum History {
  /** The latest row of each key. */
  LATEST,
  /** Every version of each key's row, with the time from which and to which it was the row. */
  VERSIONS
}

package io.firn.config;

/** What happens when the source has a field that the silver table has not. */
public enum Evolve {
  /** It becomes a column. */
  ADD,
  /** It stays in bronze, and the run reports it. */
  FREEZE
}

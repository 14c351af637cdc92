package io.firn.bench;

import io.firn.cli.console.Narrator;

/** One comparison, by the name that a user asks for it. */
public interface Benchmark {
  String name();

  /** What is compared with what, in one sentence. */
  String question();

  /** How many peers take a turn in each round, unless the settings say otherwise. */
  int peers();

  /**
   * How many peers take a turn in each round.
   *
   * @throws IllegalArgumentException when the settings ask for what this benchmark has not
   */
  default int peers(BenchSettings settings) {
    return peers();
  }

  /**
   * Prepares, measures and cleans up.
   *
   * @throws IllegalStateException when a peer did not do the work that was asked for
   */
  BenchReport run(BenchSettings settings, Narrator.Progress progress);
}

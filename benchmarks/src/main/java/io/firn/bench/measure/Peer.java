package io.firn.bench.measure;

/** One of the ways to do a work that are compared. */
public interface Peer {
  String name();

  /**
   * Makes the coming turn independent of those before: a fresh table, a fresh folder. Not timed.
   */
  void prepare(int round);

  /** The work itself, timed from call to return. */
  void run();

  /**
   * What the turn did, read back from what it left. Not timed.
   *
   * @throws IllegalStateException when that is not the work that was asked for: a figure of less
   *     work must not come to be
   */
  Work check();
}

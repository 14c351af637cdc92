package io.firn.bronze;

import java.util.ArrayList;
import java.util.List;

/**
 * Deals slices out to tasks: each task gets about the same work, a unit's slices stay together (a
 * task writes a file for each unit it meets), and a large partition is split.
 */
final class Packs {
  /**
   * What a slice costs beside its records, in records: finding it at the broker, and its part of
   * opening and closing a file. (Measured: 1.4 ms of CPU time a file, 4 µs a record.)
   */
  private static final long FIXED_COST = 350;

  /** A task is not worth starting for less. */
  private static final long LEAST_TASK = 20_000;

  /** A partition is not split into pieces smaller than this: each would be a file of its own. */
  private static final long LEAST_PIECE = 50_000;

  private Packs() {}

  /**
   * @param slices not empty ones, in the order in which units should stay together
   * @param tasks how many tasks run at once
   * @return at most {@code tasks} packs, none empty, all offsets exactly once
   */
  static List<List<Slice>> of(List<Slice> slices, int tasks) {
    long total = slices.stream().mapToLong(Packs::cost).sum();
    long share = Math.max(LEAST_TASK, (total + tasks - 1) / tasks);
    List<List<Slice>> packs = new ArrayList<>();
    List<Slice> pack = new ArrayList<>();
    long room = share;
    for (Slice slice : slices) {
      Slice rest = slice;
      while (packs.size() < tasks - 1
          && !rest.whole()
          && room >= LEAST_PIECE
          && rest.range().length() >= room + LEAST_PIECE) {
        pack.add(rest.head(room));
        rest = rest.tail(room);
        packs.add(pack);
        pack = new ArrayList<>();
        room = share;
      }
      pack.add(rest);
      room -= cost(rest);
      if (room <= 0 && packs.size() < tasks - 1) {
        packs.add(pack);
        pack = new ArrayList<>();
        room = share;
      }
    }
    if (!pack.isEmpty()) {
      packs.add(pack);
    }
    return packs;
  }

  private static long cost(Slice slice) {
    return slice.range().length() + FIXED_COST;
  }
}

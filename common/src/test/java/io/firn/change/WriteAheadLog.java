package io.firn.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A small PostgreSQL: transactions that overlap and hold row locks, one log, a connector that
 * delivers each transaction when it commits, and snapshots that read what is committed.
 */
final class WriteAheadLog {
  /** One delivered event. */
  record Delivered(int key, long value, PostgresPosition position) {}

  private record Written(int key, long value, long lsn) {}

  private final Map<Integer, List<Written>> open = new TreeMap<>();
  private final Set<Integer> locked = new TreeSet<>();
  private final Map<Integer, Long> committed = new LinkedHashMap<>();
  private final List<Delivered> delivered = new ArrayList<>();
  private OptionalLong lastCommit = OptionalLong.empty();
  private long lsn = 100;

  /** Writes {@code key} in {@code transaction}, unless another one holds the row. */
  void write(int transaction, int key) {
    List<Written> mine = open.computeIfAbsent(transaction, none -> new ArrayList<>());
    boolean own = mine.stream().anyMatch(written -> written.key() == key);
    if (own || locked.add(key)) {
      lsn += 8;
      mine.add(new Written(key, lsn, lsn));
    }
  }

  /** Commits {@code transaction}: the connector gets all of it now. */
  void commit(int transaction) {
    List<Written> mine = open.getOrDefault(transaction, List.of());
    open.remove(transaction);
    for (Written written : mine) {
      committed.put(written.key(), written.value());
      locked.remove(written.key());
      delivered.add(
          new Delivered(
              written.key(),
              written.value(),
              new PostgresPosition(lastCommit, written.lsn(), false)));
    }
    lsn += 8;
    lastCommit = OptionalLong.of(lsn);
  }

  /** Reads every committed row at the end of the log. */
  void snapshot() {
    lsn += 8;
    committed.forEach(
        (key, value) ->
            delivered.add(new Delivered(key, value, new PostgresPosition(lastCommit, lsn, true))));
  }

  Map<Integer, Long> committed() {
    return committed;
  }

  List<Delivered> delivered() {
    return delivered;
  }
}

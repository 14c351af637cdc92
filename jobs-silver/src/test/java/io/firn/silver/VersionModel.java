package io.firn.silver;

import io.firn.config.VersionRules;
import io.firn.silver.SourceRow.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What versions a source's log makes, in the plainest words: one change after the other, all of
 * them at hand, no tables and no runs.
 */
final class VersionModel {
  private final VersionRules rules;
  private final Map<Key, Version> open = new HashMap<>();
  private final Map<Key, Long> boundaries = new HashMap<>();
  private final List<Version> closed = new ArrayList<>();

  private VersionModel(VersionRules rules) {
    this.rules = rules;
  }

  /**
   * @param to empty while it is current
   */
  record Version(SourceRow row, long from, Optional<Long> to) {

    static Version of(SourceRow row, long from, Long to, boolean current) {
      if (current != (to == null)) {
        throw new AssertionError("is_current " + current + ", valid_to " + to + ": " + row);
      }
      return new Version(row, from, Optional.ofNullable(to));
    }

    /** The condition that readers are told to use. */
    boolean isAsOf(long instant) {
      return instant >= from && (to.isEmpty() || instant < to.get());
    }
  }

  static List<Version> of(List<Source.Change> log, VersionRules rules) {
    VersionModel model = new VersionModel(rules);
    log.forEach(model::apply);
    List<Version> all = new ArrayList<>(model.closed);
    all.addAll(model.open.values());
    return all;
  }

  private void apply(Source.Change change) {
    if (change.key().isEmpty()) {
      List.copyOf(open.keySet()).stream()
          .filter(key -> key.tenant().equals(change.tenant()))
          .forEach(key -> end(key, change.millis()));
    } else if (change.row().isEmpty()) {
      end(change.key().get(), change.millis());
    } else {
      write(change.row().get(), change.millis());
    }
  }

  private void write(SourceRow row, long millis) {
    Version before = open.get(row.key());
    if (before != null && tracked(before.row()).equals(tracked(row))) {
      open.put(row.key(), new Version(row, before.from(), Optional.empty()));
      return;
    }
    end(row.key(), millis);
    open.put(row.key(), new Version(row, boundary(row.key(), millis), Optional.empty()));
  }

  private void end(Key key, long millis) {
    Version version = open.remove(key);
    if (version != null) {
      closed.add(new Version(version.row(), version.from(), Optional.of(boundary(key, millis))));
    }
  }

  private long boundary(Key key, long millis) {
    return boundaries.merge(key, millis, Math::max);
  }

  private Map<String, String> tracked(SourceRow row) {
    Map<String, String> values = new TreeMap<>();
    values.put("name", row.name());
    values.put("big", row.big());
    values.put("amount", String.valueOf(row.amount()));
    values.put("extra", Objects.toString(row.extra()));
    values.keySet().removeIf(column -> !rules.tracks(column));
    return values;
  }
}

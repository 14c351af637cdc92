package io.firn.lineage;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which columns of the inputs are used, and for what. */
public record Uses(SortedMap<Source, SortedSet<Use>> bySource) {
  static final Uses NONE = new Uses(Collections.emptySortedMap());

  public Uses {
    TreeMap<Source, SortedSet<Use>> copy = new TreeMap<>();
    bySource.forEach(
        (source, uses) -> copy.put(source, Collections.unmodifiableSortedSet(new TreeSet<>(uses))));
    bySource = Collections.unmodifiableSortedMap(copy);
  }

  static Uses of(Source source) {
    return new Uses(new TreeMap<>(Map.of(source, new TreeSet<>(Set.of(Use.IDENTITY)))));
  }

  static Uses together(Collection<Uses> parts) {
    Uses all = NONE;
    for (Uses part : parts) {
      all = all.and(part);
    }
    return all;
  }

  Uses and(Uses other) {
    TreeMap<Source, SortedSet<Use>> both = new TreeMap<>();
    bySource.forEach((source, uses) -> both.put(source, new TreeSet<>(uses)));
    other.bySource.forEach(
        (source, uses) -> both.computeIfAbsent(source, key -> new TreeSet<>()).addAll(uses));
    return new Uses(both);
  }

  /** Of a value that is computed from values with these uses. */
  Uses computed(Use step) {
    TreeMap<Source, SortedSet<Use>> computed = new TreeMap<>();
    bySource.forEach(
        (source, uses) -> {
          EnumSet<Use> next = EnumSet.noneOf(Use.class);
          for (Use use : uses) {
            boolean stays = !use.direct() || use == Use.AGGREGATION;
            next.add(stays ? use : step);
          }
          computed.put(source, new TreeSet<>(next));
        });
    return new Uses(computed);
  }

  /** Of something that values with these uses decide about. */
  Uses deciding(Use how) {
    TreeMap<Source, SortedSet<Use>> deciding = new TreeMap<>();
    bySource.keySet().forEach(source -> deciding.put(source, new TreeSet<>(Set.of(how))));
    return new Uses(deciding);
  }

  /** All columns that are used. */
  public Set<Source> sources() {
    return bySource.keySet();
  }
}

package io.firn.cli;

import io.firn.bronze.QuarantinedRecord;
import io.firn.bronze.RecordPlace;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Refused records that are alike.
 *
 * @param state {@code waiting}, or what became of them
 * @param example where the first of them lies
 */
record QuarantineGroup(
    UnitName unit,
    String reason,
    String state,
    long records,
    Instant firstSeen,
    Instant lastSeen,
    SortedSet<String> topics,
    RecordPlace example) {
  private static final Comparator<Kind> ORDER =
      Comparator.comparing(Kind::unit).thenComparing(Kind::reason).thenComparing(Kind::state);

  private record Kind(UnitName unit, String reason, String state) {}

  QuarantineGroup {
    topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
  }

  /** The groups of {@code records}, by unit, reason and state. */
  static List<QuarantineGroup> of(List<QuarantinedRecord> records) {
    TreeMap<Kind, List<QuarantinedRecord>> kinds = new TreeMap<>(ORDER);
    for (QuarantinedRecord record : records) {
      Kind kind = new Kind(record.unit(), record.refused().reason(), state(record));
      kinds.computeIfAbsent(kind, none -> new ArrayList<>()).add(record);
    }
    return kinds.entrySet().stream().map(kind -> of(kind.getKey(), kind.getValue())).toList();
  }

  private static QuarantineGroup of(Kind kind, List<QuarantinedRecord> records) {
    TreeSet<Instant> seen = new TreeSet<>();
    TreeSet<String> topics = new TreeSet<>();
    for (QuarantinedRecord record : records) {
      seen.add(record.refused().firstSeen());
      topics.add(record.place().partition().topic());
    }
    return new QuarantineGroup(
        kind.unit(),
        kind.reason(),
        kind.state(),
        records.size(),
        seen.first(),
        seen.last(),
        topics,
        records.get(0).place());
  }

  /** One word for where a record stands. */
  static String state(QuarantinedRecord record) {
    return record
        .resolution()
        .map(resolution -> resolution.action().name().toLowerCase(Locale.ROOT))
        .orElse("waiting");
  }
}

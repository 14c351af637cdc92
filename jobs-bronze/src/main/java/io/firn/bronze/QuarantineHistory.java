package io.firn.bronze;

import io.firn.bronze.QuarantineLog.Entry;
import io.firn.bronze.QuarantineLog.Why;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.bronze.QuarantinedRecord.Refused;
import io.firn.bronze.QuarantinedRecord.Resolution;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the log says of one refused record.
 *
 * <p>A retry is noted before its rows are committed to bronze, so its entry alone means nothing: it
 * counts when bronze holds the row that it speaks of. That makes bronze's commit the one instant at
 * which a retry happens. A process killed between the two leaves an entry that counts for nothing
 * and a record that still waits; a bronze table that is taken back to an earlier snapshot takes the
 * resolution of its retried records back with it.
 */
final class QuarantineHistory {
  private QuarantineHistory() {}

  /**
   * The record as it stands after {@code entries}.
   *
   * @param entries the record's own, oldest first
   * @param stands whether bronze holds the row that an entry on a retry speaks of
   */
  static QuarantinedRecord after(
      QuarantinedRecord record, List<Entry> entries, Predicate<Entry> stands) {
    Refused refused = record.refused();
    Optional<Resolution> resolution = Optional.empty();
    boolean held = false;
    for (Entry entry : entries) {
      if (entry.action() == Action.REFUSED) {
        refused = again(refused, entry.why());
      } else if (entry.action() != Action.RETRIED) {
        resolution = held ? resolution : Optional.of(resolution(entry));
      } else if (stands.test(entry)) {
        resolution = Optional.of(resolution(entry));
        held = true;
      }
    }
    return record.with(refused, resolution);
  }

  private static Refused again(Refused before, Why why) {
    return new Refused(why.reason(), why.detail(), before.runKey(), before.firstSeen());
  }

  private static Resolution resolution(Entry entry) {
    return new Resolution(
        entry.action(),
        entry.why().reason(),
        entry.asked().by(),
        entry.asked().runKey(),
        entry.asked().at());
  }
}

package io.firn.commit;

import io.firn.model.RunKey;
import io.firn.model.UnitName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a commit carries beside its files.
 *
 * @param progressKey summary entry and table property that hold the progress; {@link
 *     CommitKeys#PROGRESS} for a unit's own table, a key of its own in a table that several units
 *     append to
 * @param expected the progress that the run started from; the commit is refused when the table's is
 *     another by then
 * @param next the progress once the files are in
 * @param summary further snapshot summary entries
 * @param properties further table properties, for what must outlive the snapshot
 */
public record Stamp(
    UnitName unit,
    RunKey runKey,
    String progressKey,
    Optional<String> expected,
    String next,
    SortedMap<String, String> summary,
    SortedMap<String, String> properties) {
  public Stamp {
    summary = Collections.unmodifiableSortedMap(new TreeMap<>(summary));
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  /** Under a progress key of its own. */
  public Stamp(
      UnitName unit, RunKey runKey, String progressKey, Optional<String> expected, String next) {
    this(
        unit,
        runKey,
        progressKey,
        expected,
        next,
        Collections.emptySortedMap(),
        Collections.emptySortedMap());
  }

  /** For a unit's own table. */
  public Stamp(UnitName unit, RunKey runKey, Optional<String> expected, String next) {
    this(unit, runKey, CommitKeys.PROGRESS, expected, next);
  }

  /** With further entries for the snapshot's summary. */
  public Stamp with(Map<String, String> entries) {
    TreeMap<String, String> more = new TreeMap<>(summary);
    more.putAll(entries);
    return new Stamp(unit, runKey, progressKey, expected, next, more, properties);
  }

  /** With entries that stand in the summary and as properties of the table. */
  public Stamp keeping(Map<String, String> entries) {
    TreeMap<String, String> more = new TreeMap<>(properties);
    more.putAll(entries);
    return new Stamp(unit, runKey, progressKey, expected, next, with(entries).summary, more);
  }

  /** With properties of the table that the summary does not have. */
  public Stamp withProperties(Map<String, String> entries) {
    TreeMap<String, String> more = new TreeMap<>(properties);
    more.putAll(entries);
    return new Stamp(unit, runKey, progressKey, expected, next, summary, more);
  }

  /** Everything that goes into the snapshot's summary. */
  Map<String, String> summaryEntries() {
    TreeMap<String, String> entries = new TreeMap<>(summary);
    entries.put(progressKey, next);
    entries.put(CommitKeys.RUN_KEY, runKey.value());
    entries.put(CommitKeys.UNIT, unit.toString());
    return entries;
  }
}

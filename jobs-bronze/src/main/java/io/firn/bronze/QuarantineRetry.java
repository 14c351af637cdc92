package io.firn.bronze;

import io.firn.bronze.Cut.Change;
import io.firn.bronze.LandingResult.Landed;
import io.firn.bronze.QuarantineLog.Asked;
import io.firn.bronze.QuarantineLog.Entry;
import io.firn.bronze.QuarantineLog.Why;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.commit.Progress;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.config.BronzeTable;
import io.firn.model.Outcome;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/**
 * Tries refused records of one unit again and appends those that pass to its bronze table.
 *
 * <p>The records keep topic, partition, offset and timestamps, so that silver puts each where it
 * belongs in its key's order; run key and landing time are the retry's own. The table's progress
 * keeps its offsets. It changes all the same, in two ways. It names the retry, so that of two
 * retries, or of a retry and a run that planned before it, the second is fenced: neither has seen
 * the rows of the other. And its greatest positions count the retried records in, so that a repeat
 * of one of them is found when the connector sends it.
 *
 * <p>Exactly once, whenever the process ends:
 *
 * <ol>
 *   <li>The log is told first which records this retry lands. An entry counts only when bronze
 *       holds the row it speaks of ({@link QuarantineHistory}): a crash behind this step changes
 *       nothing.
 *   <li>Bronze's commit brings rows and progress. From here on the records are landed and resolved,
 *       for both are read from bronze.
 *   <li>What is said of the others (repeats, empty ones, other reasons) goes to the log. A crash
 *       before it leaves them waiting, and the next retry finds the same again.
 * </ol>
 *
 * <p>Before anything is written bronze itself is asked which of the records it holds, at every
 * retry: neither a lost log nor a run that landed a record by itself makes it stand twice.
 */
final class QuarantineRetry {
  private final BronzeTable table;
  private final JobContext context;
  private final Asked asked;
  private final QuarantineLog log;

  QuarantineRetry(BronzeTable table, JobContext context, Asked asked) {
    this.table = table;
    this.context = context;
    this.asked = asked;
    this.log = new QuarantineLog(context);
  }

  /** What became of the records of a retry. */
  private static final class Fates {
    private final List<Entry> landed = new ArrayList<>();
    private final List<Entry> others = new ArrayList<>();
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private final List<RetryPass> passes = new ArrayList<>();

    private void count(String name, long records) {
      if (records > 0) {
        counts.merge(name, records, Long::sum);
      }
    }
  }

  Outcome retry(List<QuarantinedRecord> records) {
    Optional<Table> bronze = Tables.load(context.catalog(), table.unit().tableName());
    Optional<String> expected = bronze.flatMap(Progress::read).map(Progress::text);
    if (expected.isEmpty()) {
      return new Outcome.NothingToDo("nothing was landed yet; the next run reads them again");
    }
    BronzeProgress progress = BronzeProgress.parse(expected.get());
    Fates fates = new Fates();
    try {
      byEra(records, progress, fates)
          .forEach((era, ofEra) -> tryAgain(bronze.get(), era, progress, ofEra, fates));
      if (!fates.passes.isEmpty()) {
        new SchemaStore(context).keep(written(fates).schemas());
        log.add(fates.landed);
      }
    } catch (RuntimeException failed) {
      // Up to here no snapshot refers to the files. Behind it that is for the commit to know, which
      // may have succeeded without hearing of it.
      TableCommit.discard(bronze.get(), written(fates).changes());
      throw failed;
    }
    Outcome outcome =
        fates.passes.isEmpty()
            ? new Outcome.NothingToDo(told(fates.counts))
            : commit(bronze.get(), progress, fates);
    log.add(fates.others);
    return outcome;
  }

  /** The records that can be tried, by era and place. */
  private Map<Integer, Map<RecordPlace, QuarantinedRecord>> byEra(
      List<QuarantinedRecord> records, BronzeProgress progress, Fates fates) {
    TreeMap<Integer, Map<RecordPlace, QuarantinedRecord>> byEra = new TreeMap<>();
    for (QuarantinedRecord record : records) {
      if (!table.lands(record.place().partition().topic())) {
        fates.count("of topics that the table does not land", 1);
      } else if (!isLanded(record, progress)) {
        fates.count("left to the next run", 1);
      } else {
        byEra.computeIfAbsent(record.era(), none -> new TreeMap<>()).put(record.place(), record);
      }
    }
    return byEra;
  }

  private static Landed written(Fates fates) {
    return Landed.merge(fates.passes.stream().map(RetryPass::landed).toList());
  }

  /**
   * Whether the run that refused the record lived to account for it. If not, the next run reads the
   * offset again, and would land a second row.
   */
  private static boolean isLanded(QuarantinedRecord record, BronzeProgress progress) {
    TopicPartition partition = record.place().partition();
    int era = progress.era(partition);
    return record.era() < era
        || record.era() == era && record.place().offset() < progress.next(partition).orElse(0);
  }

  private void tryAgain(
      Table bronze,
      int era,
      BronzeProgress progress,
      Map<RecordPlace, QuarantinedRecord> records,
      Fates fates) {
    RetryPass pass = new RetryPass(table, bronze, context, asked, era);
    List<Change> changes = new ArrayList<>();
    for (Cut cut : pass.cut(records.keySet())) {
      if (cut instanceof Change change) {
        changes.add(change);
      } else if (cut instanceof Cut.Refused refused) {
        fates.count("refused", 1);
        again(records.get(refused.place()), refused).ifPresent(fates.others::add);
      } else {
        fates.count("empty", 1);
        fates.others.add(entry(records.get(cut.place()), Action.EMPTY, Why.NOTHING));
      }
    }
    if (changes.isEmpty()) {
      return;
    }
    RetryLookup lookup = pass.lookup();
    RetryLookup.Found found = lookup.find(changes);
    found
        .held()
        .forEach(
            (place, landed) -> {
              fates.count("held", 1);
              fates.others.add(landed(records.get(place), landed));
            });
    changes.removeIf(change -> found.held().containsKey(change.place()));
    Map<RecordPlace, RecordPlace> repeats =
        new RetryRepeats(found.events()).among(changes, lookup::settled);
    repeats.forEach(
        (place, other) -> {
          fates.count("duplicates", 1);
          Why why = new Why("", "its event stands in bronze from " + other);
          fates.others.add(entry(records.get(place), Action.DUPLICATE, why));
        });
    changes.removeIf(change -> repeats.containsKey(change.place()));
    if (!changes.isEmpty()) {
      pass.land(changes, progress);
      fates.passes.add(pass);
      QuarantineLog.Landed own = new QuarantineLog.Landed(asked.runKey(), asked.at());
      changes.forEach(change -> fates.landed.add(landed(records.get(change.place()), own)));
      fates.count("written", changes.size());
    }
  }

  /** A refusal for another reason than before; the same one is known. */
  private Optional<Entry> again(QuarantinedRecord record, Cut.Refused refused) {
    boolean known =
        record.refused().reason().equals(refused.reason())
            && record.refused().detail().equals(refused.detail());
    return known
        ? Optional.empty()
        : Optional.of(entry(record, Action.REFUSED, new Why(refused.reason(), refused.detail())));
  }

  private Entry entry(QuarantinedRecord record, Action action, Why why) {
    return new Entry(record.key(), action, why, asked, Optional.empty());
  }

  private Entry landed(QuarantinedRecord record, QuarantineLog.Landed row) {
    return new Entry(record.key(), Action.RETRIED, Why.NOTHING, asked, Optional.of(row));
  }

  private Outcome commit(Table bronze, BronzeProgress progress, Fates fates) {
    Map<TopicPartition, PositionTrack> met = new HashMap<>();
    fates.passes.forEach(pass -> met.putAll(pass.positions(progress)));
    Stamp stamp =
        new Stamp(
            table.unit(),
            context.runKey(),
            Optional.of(progress.text()),
            progress.reaching(met).retriedBy(context.runKey().value()).text());
    long snapshot = new TableCommit(bronze, stamp).append(written(fates).changes());
    return new Outcome.Committed(snapshot, "the quarantine", fates.counts);
  }

  private static String told(Map<String, Long> counts) {
    StringBuilder told = new StringBuilder("nothing to write");
    counts.forEach((name, count) -> told.append(", ").append(count).append(' ').append(name));
    return told.toString();
  }
}

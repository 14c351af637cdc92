package io.firn.bronze;

import io.firn.bronze.QuarantineLog.Asked;
import io.firn.bronze.QuarantineLog.Entry;
import io.firn.bronze.QuarantineLog.Why;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.config.BronzeTable;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.Failures;
import io.firn.run.JobContext;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The records that bronze refused: what they are, another try, and the decision to do without them.
 *
 * <p>What was refused stays in {@code bronze.__quarantine} for good; what was done about it is
 * added to {@code bronze.__quarantine_log}. Both are append-only.
 */
public final class Quarantine {
  private final JobContext context;
  private final Asked asked;

  /**
   * @param context its run key and time stand in the log and on retried rows
   * @param by who asked, for the log
   */
  public Quarantine(JobContext context, String by) {
    this.context = context;
    this.asked =
        new Asked(by, context.runKey().value(), context.startedAt().truncatedTo(ChronoUnit.MICROS));
  }

  /**
   * The records that {@code filter} means, by unit and place. Reads the catalog and files; starts
   * no Spark.
   */
  public List<QuarantinedRecord> records(QuarantineFilter filter) {
    return new QuarantineStore(context).records(filter);
  }

  /** What the record holds. */
  public RecordContent content(QuarantinedRecord record) {
    return new QuarantineStore(context).content(record);
  }

  /** What a record of this kind should have been, and what to do about one that is not. */
  public Optional<Advice> advice(QuarantinedRecord record) {
    return context
        .pipeline()
        .bronze(record.unit().table())
        .flatMap(table -> Advice.on(record.refused().reason(), table));
  }

  /**
   * Notes that nobody needs {@code records}. One commit: after it all are discarded, before it
   * none. Those that are discarded already are noted once more, which changes nothing.
   */
  public void discard(List<QuarantinedRecord> records, String reason) {
    new QuarantineLog(context)
        .add(
            records.stream()
                .map(
                    record ->
                        new Entry(
                            record.key(),
                            Action.DISCARDED,
                            new Why(reason, ""),
                            asked,
                            Optional.empty()))
                .toList());
  }

  /**
   * Lands {@code records}, all of {@code unit}, as a run would that met them now. What goes wrong
   * is the outcome.
   */
  public Outcome retry(UnitName unit, List<QuarantinedRecord> records) {
    BronzeTable table = context.pipeline().bronze(unit.table()).orElseThrow();
    try {
      return new QuarantineRetry(table, context, asked).retry(records);
    } catch (RuntimeException | LinkageError thrown) {
      return new Outcome.Failed(Failures.of(unit, thrown));
    }
  }
}

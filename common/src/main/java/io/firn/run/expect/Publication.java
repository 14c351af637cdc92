package io.firn.run.expect;

import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.StagedCommit;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.config.Expectation;
import io.firn.config.Expectations;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import io.firn.model.Verdict;
import io.firn.quality.Audit;
import io.firn.quality.RowRules;
import io.firn.run.JobContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Write, audit, publish: readers see the rows of a run once everything that is expected of them
 * with {@code otherwise = fail} was found in what was written, and never before.
 *
 * <p>The order of the steps, and what a run leaves that ends after each:
 *
 * <ol>
 *   <li>The rows go to a branch. Left alone it is seen by nobody, and the next run drops it.
 *   <li>The branch is looked at, and what was found is appended to {@link ExpectationLog}: true of
 *       that snapshot whatever becomes of it.
 *   <li>Rows that are kept out go to {@link FailedRows}, in the place of those of the run before.
 *       The next run, which starts from the same inputs or newer ones, replaces them again.
 *   <li>The branch becomes what readers see, with the run's progress.
 * </ol>
 */
public final class Publication {
  private final UnitName unit;
  private final Expectations expectations;
  private final Audit audit;
  private final JobContext context;

  /**
   * @param audit what the expectations are asked by
   */
  public Publication(UnitName unit, Expectations expectations, Audit audit, JobContext context) {
    this.unit = unit;
    this.expectations = expectations;
    this.audit = audit;
    this.context = context;
  }

  /**
   * @param snapshot what readers see now
   * @param verdicts what came of each expectation
   */
  public record Published(long snapshot, List<Verdict> verdicts) {
    public Published {
      verdicts = List.copyOf(verdicts);
    }
  }

  /** The rows that go into the table: those that nothing keeps out. */
  public Dataset<Row> kept(Dataset<Row> rows) {
    List<Expectation> quarantining = expectations.quarantining();
    return quarantining.isEmpty() ? rows : rows.filter(RowRules.holdAll(quarantining));
  }

  /**
   * Writes, looks and publishes.
   *
   * @param rows all rows of the run, those too that are kept out
   * @param write commits {@link #kept} rows with what it is given
   * @throws FirnException EXPECTATION when an expectation with {@code otherwise = fail} does not
   *     hold; readers see what they saw before
   */
  public Published publish(
      Table target, Stamp stamp, Dataset<Row> rows, ToLongFunction<TableCommit> write) {
    TableCommit commit = new TableCommit(target, stamp);
    if (expectations.isEmpty()) {
      return new Published(write.applyAsLong(commit), List.of());
    }
    List<Expectation> quarantining = expectations.quarantining();
    List<Verdict> keptOut = audit.of(quarantining, rows);
    long staged = write.applyAsLong(commit.staging());
    List<Verdict> verdicts = new ArrayList<>(keptOut);
    verdicts.addAll(look(staged));
    require(staged, verdicts, StagedCommit.BRANCH);
    if (!quarantining.isEmpty()) {
      boolean failing = keptOut.stream().anyMatch(verdict -> !verdict.holds());
      new FailedRows(context, unit).replace(rows, failing, quarantining, audit.key());
    }
    return published(target, stamp, staged, verdicts);
  }

  /**
   * The same for a table that a run changes in part, and of which nothing is kept out. Conditions
   * of one row are asked of the rows that it writes: those that it leaves were asked when they were
   * written. That they were, the table tells: where it was last written without a look, or with
   * other expectations, all of its rows are asked.
   *
   * @param files what is written
   */
  public Published publishChanges(
      Table target, Stamp stamp, WrittenFiles files, ToLongFunction<TableCommit> write) {
    TableCommit commit = new TableCommit(target, stamp);
    if (expectations.isEmpty()) {
      return new Published(write.applyAsLong(commit), List.of());
    }
    boolean asked = wasAsked(target);
    long staged = write.applyAsLong(commit.staging());
    List<Verdict> verdicts = asked ? lookAtChanges(target, staged, files) : look(staged);
    require(staged, verdicts, StagedCommit.BRANCH);
    return published(target, stamp, staged, verdicts);
  }

  /**
   * Asks what waits in a branch, and notes the answers.
   *
   * @throws FirnException EXPECTATION as {@link #publish} does
   */
  public void requireStaged(long staged, String branch) {
    if (!expectations.isEmpty()) {
      require(staged, look(staged), branch);
    }
  }

  private Published published(Table target, Stamp stamp, long staged, List<Verdict> verdicts) {
    Map<String, String> result =
        Map.of(
            CommitKeys.EXPECTATIONS,
            staged + " " + Summary.of(verdicts),
            CommitKeys.EXPECTED,
            expectations.text());
    return new Published(
        new StagedCommit(target, stamp.withProperties(result), staged).publish(), verdicts);
  }

  /** Whether the last run that wrote {@code target} published what these expectations allow. */
  private boolean wasAsked(Table target) {
    String result = target.properties().getOrDefault(CommitKeys.EXPECTATIONS, "");
    return expectations.text().equals(target.properties().get(CommitKeys.EXPECTED))
        && Progress.read(target)
            .filter(last -> last.snapshotId().isPresent())
            .filter(last -> result.startsWith(last.snapshotId().getAsLong() + " "))
            .isPresent();
  }

  private List<Verdict> lookAtChanges(Table target, long staged, WrittenFiles files) {
    List<Expectation> ofRows = expectations.all().stream().filter(Publication::ofRow).toList();
    List<Expectation> ofCount = expectations.all().stream().filter(Publication::ofCount).toList();
    List<Expectation> ofTable = new ArrayList<>(expectations.all());
    ofTable.removeAll(ofRows);
    ofTable.removeAll(ofCount);
    List<Verdict> verdicts = new ArrayList<>();
    try (AddedRows added = new AddedRows(target, files)) {
      verdicts.addAll(audit.of(ofRows, added.rows(context.spark().get())));
    }
    verdicts.addAll(audit.ofCount(ofCount, LiveRows.of(target.snapshot(staged))));
    verdicts.addAll(audit.of(ofTable, staged(staged)));
    return verdicts;
  }

  private static boolean ofRow(Expectation expected) {
    return expected.rule().ofRow();
  }

  private static boolean ofCount(Expectation expected) {
    return expected.rule() instanceof Expectation.Rows
        || expected.rule() instanceof Expectation.Change;
  }

  /**
   * What came of the expectations in what was written. Those that keep rows out are asked there
   * once more: that they hold for each row is what was promised of the table.
   */
  private List<Verdict> look(long staged) {
    List<Verdict> found = audit.of(expectations.all(), staged(staged));
    found.stream()
        .filter(verdict -> verdict.otherwise().equals("quarantine") && !verdict.holds())
        .findFirst()
        .ifPresent(
            verdict -> {
              throw new IllegalStateException(
                  "rows were written to " + unit + " that are to be kept out: " + verdict);
            });
    return found.stream().filter(verdict -> !verdict.otherwise().equals("quarantine")).toList();
  }

  private Dataset<Row> staged(long staged) {
    return context
        .spark()
        .get()
        .read()
        .format("iceberg")
        .option("versionAsOf", Long.toString(staged))
        .load(unit.tableName().inCatalog(context.pipeline().catalog().name()));
  }

  private void require(long staged, List<Verdict> verdicts, String branch) {
    new ExpectationLog(context).append(unit, staged, verdicts);
    List<Verdict> failed = verdicts.stream().filter(Verdict::fails).toList();
    if (failed.isEmpty()) {
      return;
    }
    throw new FirnException(
        new Failure(
            ErrorKind.EXPECTATION,
            unit + " is not what is expected of it; readers see what they saw before",
            unit.tableName().toString(),
            failed.stream()
                .map(verdict -> verdict.name() + " (" + verdict.expected() + ")")
                .collect(Collectors.joining("; ")),
            failed.stream()
                .map(verdict -> verdict.name() + ": " + verdict.found())
                .collect(Collectors.joining("; ")),
            "Look at the refused rows (select * from "
                + unit.tableName()
                + " version as of '"
                + branch
                + "'), correct the source, the query or firn."
                + unit.layer().id()
                + "."
                + unit.table()
                + ".expect, and run again. "
                + ExpectationLog.name(unit.layer())
                + " has the results of all runs."));
  }
}

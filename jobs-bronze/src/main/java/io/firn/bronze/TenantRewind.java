package io.firn.bronze;

import io.firn.bronze.TenantRewindPlan.Way;
import io.firn.commit.CommitKeys;
import io.firn.commit.RowDeletes;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.TakenBack;
import io.firn.commit.WrittenFiles;
import io.firn.model.Era;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.run.rewind.RewindPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Takes one tenant's rows of bronze back to a cut; everybody else's stay.
 *
 * <p>Main cannot move, since it is everybody's. So each bronze table gets one commit on top that
 * does all at once: position deletes for the tenant's rows past the cut, the tenant's topics in the
 * progress as they were then, and a note that says so ({@link TakenBack}). The next run finds the
 * tenant's offsets waiting and lands them, as after any rewind. What the runs since have accounted
 * for lies behind the progress again and is void by that alone ({@link Ledger#standing}); refused
 * records stay in quarantine, where a landing that meets them again does not write them twice.
 * Which rows go is told by their offsets, not by snapshots, so that neither compaction nor expiry
 * matters; only rows of retries, whose offsets are older than their landing, are told by the
 * retry's stamp.
 *
 * <p>That commit is the one instant at which a table goes back. What is made of bronze follows by
 * itself: a silver run that meets the note makes the tenant's rows anew from the bronze rows that
 * are left (silver is a function of bronze, and its verification says so), and gold is made of
 * silver. So a process killed at any place leaves nothing half done: before the commit files that
 * nothing refers to, after it a warehouse in which silver and gold are behind bronze, as they are
 * after every landing. An ordinary run goes on from there, tables that had not gone back yet simply
 * have not; the same rewind again finds, table by table, whether the progress lies past the cut,
 * and does the rest. The note also tells {@code firn rewind} which tables are still to follow.
 *
 * <p>The commit demands the progress that was planned from, so that a landing in between fences it;
 * a landing that planned before and commits after is fenced in turn. A silver run may commit
 * between, or be at work meanwhile: its progress then names a snapshot before the note, and the
 * next one meets it.
 */
public final class TenantRewind {
  private static final String LANDED_AT = "landed_at";

  private final JobContext context;

  public TenantRewind(JobContext context) {
    this.context = context;
  }

  /**
   * What would go back; writes nothing.
   *
   * @param cut where bronze would stand if all tenants went back
   * @throws FirnException CONFIG when the tenant is not known, or a silver table's rows do not say
   *     whose they are; HISTORY when the account cannot be cut there
   */
  public TenantRewindPlan plan(String tenant, RewindPlan cut) {
    return new TenantRewindPlanner(context, tenant, cut).plan();
  }

  /**
   * Takes the tenant's rows of one table back.
   *
   * @param unit one of the plan's parts
   * @param by who asked for it
   * @return the snapshot's id
   * @throws FirnException FENCED when another run was faster
   */
  public long carryOut(TenantRewindPlan plan, UnitName unit, String by) {
    Way way = plan.parts().get(unit).way();
    Dataset<Row> gone = gone(plan.tenant(), way);
    requireTheirs(plan.tenant(), way, gone);
    StructType keys = gone.select(LANDED_AT).schema();
    WrittenFiles deletes =
        RowDeletes.write(
            gone.select(LANDED_AT, "_file", "_pos"), keys, way.target(), context.runKey());
    TakenBack note = TakenBack.of(plan.tenant(), plan.target().toString(), way.then(), by);
    Stamp stamp =
        new Stamp(unit, context.runKey(), Optional.of(way.now()), way.next().text())
            .with(Map.of(CommitKeys.TAKEN_BACK, note.text()));
    return new TableCommit(way.target(), stamp).upsert(deletes);
  }

  /** The tenant's rows past the cut, of the snapshot that the plan saw. */
  private Dataset<Row> gone(String tenant, Way way) {
    long head = way.target().currentSnapshot().snapshotId();
    return context
        .spark()
        .get()
        .read()
        .format("iceberg")
        .option("versionAsOf", String.valueOf(head))
        .load(way.table().unit().tableName().inCatalog(context.pipeline().catalog().name()))
        .where(past(tenant, way));
  }

  private static Column past(String tenant, Way way) {
    List<Column> past = new ArrayList<>();
    BronzeProgress now = BronzeProgress.parse(way.now());
    now.topics()
        .forEach(
            (topic, landed) -> {
              if (way.table().tenant(topic).equals(Optional.of(tenant))) {
                Column ofTopic = functions.col("topic").equalTo(topic);
                for (int partition = 0; partition < landed.next().size(); partition++) {
                  past.add(ofTopic.and(past(new TopicPartition(topic, partition), way.next())));
                }
                way.retries().forEach(retry -> past.add(ofTopic.and(landedBy(retry))));
              }
            });
    return past.stream().reduce(Column::or).orElse(functions.lit(false));
  }

  private static Column past(TopicPartition partition, BronzeProgress next) {
    Column era = BronzeVerify.ERA;
    Column reached = functions.lit(Era.prefix(next.era(partition)));
    Column offset = functions.col("offset");
    return functions
        .col("partition")
        .equalTo(partition.partition())
        .and(
            era.gt(reached)
                .or(era.equalTo(reached).and(offset.geq(next.next(partition).orElse(0)))));
  }

  private static Column landedBy(QuarantineLog.Landed retry) {
    return functions
        .col("run_key")
        .equalTo(retry.runKey())
        .and(functions.col(LANDED_AT).equalTo(functions.lit(retry.at())));
  }

  /** Rows say whose they are since they were landed; the pattern may be another by now. */
  private static void requireTheirs(String tenant, Way way, Dataset<Row> gone) {
    List<String> others =
        gone.select("tenant").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .filter(found -> !Objects.equals(found, tenant))
            .map(String::valueOf)
            .toList();
    if (!others.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "The topics of tenant " + tenant + " were landed as another tenant's",
              "firn.bronze." + way.table().name() + ".topics",
              "rows of tenant " + tenant,
              "rows of " + others,
              "Nothing of this table was changed. Leave --tenant out to take all back together."));
    }
  }
}

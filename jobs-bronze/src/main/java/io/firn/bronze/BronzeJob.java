package io.firn.bronze;

import io.firn.commit.CommitKeys;
import io.firn.commit.Progress;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.config.BronzeTable;
import io.firn.model.Layer;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.Job;
import io.firn.run.JobContext;
import io.firn.run.JobMain;
import io.firn.run.UnitPlan;
import io.firn.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/** Kafka to bronze: lands the records of a table's topics, each once, and accounts for all. */
public final class BronzeJob implements Job {

  /** The entry for {@code spark-submit}. */
  public static void main(String[] args) {
    JobMain.exit(args, List.of(new BronzeJob()));
  }

  @Override
  public Layer layer() {
    return Layer.BRONZE;
  }

  @Override
  public UnitPlan plan(UnitName unit, JobContext context) {
    BronzeTable table = context.pipeline().bronze(unit.table()).orElseThrow();
    TopicState state = new KafkaTopics(context.pipeline().kafka()).state(table);
    Optional<Table> target = Tables.load(context.catalog(), unit.tableName());
    Optional<Progress> progress = target.flatMap(Progress::read);
    BronzePlanner.Planned planned =
        BronzePlanner.plan(table, state, progress.map(Progress::text).map(BronzeProgress::parse));
    return new BronzePlan(
        table,
        planned.range(),
        progress.map(Progress::text),
        planned.next(),
        target.isEmpty(),
        planned.notes());
  }

  @Override
  public Outcome run(UnitPlan unitPlan, JobContext context) {
    BronzePlan plan = (BronzePlan) unitPlan;
    UnitName unit = plan.table().unit();
    Landing landing = new Landing(plan, context);
    LandingResult landed = landing.land();
    List<LedgerEntry> ledger = Ledger.of(unit, plan.range().nonEmpty(), landed.counts());

    // Schemas first: a row must never name a schema that is not there. A crash after this commit
    // leaves schemas that no row names yet, which the next run finds present.
    new SchemaStore(context).keep(landed.schemas());
    // Quarantine second, with its own progress. A crash between it and the commit below makes the
    // next run read the same offsets again; those below the quarantine's progress are then counted
    // but not written a second time.
    landing.commitRefused(landed.refused());

    Stamp stamp =
        new Stamp(unit, context.runKey(), plan.expected(), plan.next().text())
            .with(Map.of(CommitKeys.LEDGER, Ledger.text(ledger)));
    long snapshot = new TableCommit(landing.changes(), stamp).append(landed.changes());
    List<String> ddl = plan.summary().ddl();
    return new Outcome.Committed(
        snapshot, plan.summary().range(), new TreeMap<>(Ledger.totals(ledger)), ledger, ddl);
  }

  @Override
  public List<CheckResult> verify(UnitName unit, JobContext context) {
    return new BronzeVerify(unit, context).checks();
  }
}

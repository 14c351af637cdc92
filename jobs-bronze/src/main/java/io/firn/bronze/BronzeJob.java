package io.firn.bronze;

import io.firn.commit.Progress;
import io.firn.config.BronzeTable;
import io.firn.config.KafkaReader;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.Failures;
import io.firn.run.JobContext;
import io.firn.run.JobMain;
import io.firn.run.LayerJob;
import io.firn.run.Parallel;
import io.firn.run.PlanResult;
import io.firn.run.UnitPlan;
import io.firn.table.Tables;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/** Kafka to bronze: lands the records of all tables' topics, each once, and accounts for all. */
public final class BronzeJob implements LayerJob {
  /** Tables whose progress is read at once. */
  private static final int PARALLEL_PLANS = 16;

  /** The entry for {@code spark-submit}. */
  public static void main(String[] args) {
    JobMain.exit(args, List.of(new BronzeJob()));
  }

  @Override
  public Layer layer() {
    return Layer.BRONZE;
  }

  @Override
  public Map<UnitName, PlanResult> plan(Collection<UnitName> units, JobContext context) {
    Map<UnitName, PlanResult> planned = new TreeMap<>();
    List<BronzeTable> tables =
        units.stream().map(unit -> context.pipeline().bronze(unit.table()).orElseThrow()).toList();
    BrokerState broker;
    try {
      broker = new KafkaTopics(context.pipeline().kafka()).state(tables);
    } catch (FirnException unreachable) {
      units.forEach(unit -> planned.put(unit, new PlanResult.Refused(unit, unreachable.failure())));
      return planned;
    }
    Parallel.map(tables, PARALLEL_PLANS, table -> planned(table, broker, context))
        .forEach(planned::putAll);
    return planned;
  }

  private static Map<UnitName, PlanResult> planned(
      BronzeTable table, BrokerState broker, JobContext context) {
    UnitName unit = table.unit();
    try {
      return Map.of(unit, new PlanResult.Ready(plan(table, broker, context)));
    } catch (RuntimeException | LinkageError thrown) {
      return Map.of(unit, new PlanResult.Refused(unit, Failures.of(unit, thrown)));
    }
  }

  private static BronzePlan plan(BronzeTable table, BrokerState broker, JobContext context) {
    TopicState state = broker.of(table);
    Optional<Table> target = Tables.load(context.catalog(), table.unit().tableName());
    Optional<Progress> progress = target.flatMap(Progress::read);
    BronzePlanner.Planned planned =
        BronzePlanner.plan(
            table,
            state,
            progress.map(Progress::text).map(BronzeProgress::parse),
            context.acceptances());
    return new BronzePlan(
        table,
        planned.range(),
        planned.lost(),
        progress.map(Progress::text),
        planned.next(),
        planned.accepted(),
        target.isEmpty(),
        planned.notes());
  }

  @Override
  public Map<UnitName, Outcome> run(List<UnitPlan> plans, JobContext context) {
    return new Landing(context, reader(context.pipeline().kafka().reader()))
        .land(plans.stream().map(BronzePlan.class::cast).toList());
  }

  private static RecordReader reader(KafkaReader reader) {
    return switch (reader) {
      case CONSUMER -> new ConsumerReader();
      case SPARK -> new SparkReader();
    };
  }

  @Override
  public List<CheckResult> verify(UnitName unit, JobContext context) {
    return new BronzeVerify(unit, context).checks();
  }
}

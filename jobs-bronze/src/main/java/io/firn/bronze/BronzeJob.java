package io.firn.bronze;

import io.firn.commit.Progress;
import io.firn.config.BronzeTable;
import io.firn.config.KafkaReader;
import io.firn.config.KafkaSettings;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.Failures;
import io.firn.run.JobContext;
import io.firn.run.JobMain;
import io.firn.run.LayerJob;
import io.firn.run.Parallel;
import io.firn.run.PlanResult;
import io.firn.run.UnitPlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.iceberg.Table;

/** Kafka to bronze: lands the records of all tables' topics, each once, and accounts for all. */
public final class BronzeJob implements LayerJob {
  /** Tables whose progress is read at once. */
  private static final int PARALLEL_PLANS = 16;

  /** Kafka's own limit, unless it was raised. */
  private static final long LARGEST_RECORD = 1 << 20;

  /** The entry for {@code spark-submit}. */
  public static void main(String[] args) {
    JobMain.exit(args, List.of(new BronzeJob()));
  }

  @Override
  public Layer layer() {
    return Layer.BRONZE;
  }

  @Override
  public Map<UnitName, PlanResult> plan(
      Collection<UnitName> units, JobContext context, Function<UnitName, Optional<Table>> targets) {
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
    Parallel.map(tables, PARALLEL_PLANS, table -> planned(table, broker, context, targets))
        .forEach(planned::putAll);
    return withinLimits(planned, broker, context.pipeline().kafka());
  }

  /** Sizes are asked for only when what waits could be too much: most runs land little. */
  private static Map<UnitName, PlanResult> withinLimits(
      Map<UnitName, PlanResult> planned, BrokerState broker, KafkaSettings kafka) {
    List<BronzePlan> plans =
        planned.values().stream()
            .filter(PlanResult.Ready.class::isInstance)
            .map(ready -> (BronzePlan) ready.orThrow())
            .toList();
    long offsets = plans.stream().mapToLong(plan -> plan.range().length()).sum();
    long limit = Math.min(kafka.limits().bytesPerRun(), kafka.limits().bytesPerTenant());
    if (offsets <= limit / LARGEST_RECORD) {
      return planned;
    }
    try {
      Map<TopicPartition, Double> sizes = new HashMap<>();
      new LogSizes(kafka)
          .bytesPerOffset(broker.topics())
          .forEach(
              (topic, averages) -> {
                for (int partition = 0; partition < averages.size(); partition++) {
                  sizes.put(new TopicPartition(topic, partition), averages.get(partition));
                }
              });
      new Budget(kafka.limits(), sizes)
          .cut(plans)
          .forEach(plan -> planned.put(plan.table().unit(), new PlanResult.Ready(plan)));
    } catch (FirnException unanswered) {
      plans.forEach(
          plan ->
              planned.put(
                  plan.table().unit(),
                  new PlanResult.Refused(plan.table().unit(), unanswered.failure())));
    }
    return planned;
  }

  private static Map<UnitName, PlanResult> planned(
      BronzeTable table,
      BrokerState broker,
      JobContext context,
      Function<UnitName, Optional<Table>> targets) {
    UnitName unit = table.unit();
    try {
      return Map.of(unit, new PlanResult.Ready(plan(table, broker, context, targets.apply(unit))));
    } catch (RuntimeException | LinkageError thrown) {
      return Map.of(unit, new PlanResult.Refused(unit, Failures.of(unit, thrown)));
    }
  }

  private static BronzePlan plan(
      BronzeTable table, BrokerState broker, JobContext context, Optional<Table> target) {
    TopicState state = broker.of(table);
    Optional<Progress> progress = target.flatMap(Progress::read);
    Optional<BronzeProgress> landed = progress.map(Progress::text).map(BronzeProgress::parse);
    List<String> unseen =
        landed.stream()
            .flatMap(before -> before.topics().keySet().stream())
            .filter(topic -> !state.topics().containsKey(topic) && table.lands(topic))
            .toList();
    if (!unseen.isEmpty()) {
      new KafkaTopics(context.pipeline().kafka()).requireGone(unseen);
    }
    BronzePlanner.Planned planned = BronzePlanner.plan(table, state, landed, context.acceptances());
    return new BronzePlan(
        table,
        planned.range(),
        planned.lost(),
        progress.map(Progress::text),
        planned.next(),
        planned.accepted(),
        BronzeTables.ddl(table.unit().tableName(), target),
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

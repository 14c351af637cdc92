package io.firn.run;

import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/** A layer whose units commit an empty snapshot, have nothing to do, or throw, as told. */
final class FakeJob implements UnitJob {
  private static final Schema COLUMNS =
      new Schema(Types.NestedField.optional(1, "id", Types.IntegerType.get()));

  private final Layer layer;
  private final Map<UnitName, Throwable> failures;
  private final Set<UnitName> idle;
  final Queue<UnitName> ran = new ConcurrentLinkedQueue<>();

  FakeJob(Layer layer, Map<UnitName, Throwable> failures, Set<UnitName> idle) {
    this.layer = layer;
    this.failures = new ConcurrentHashMap<>(failures);
    this.idle = idle;
  }

  record Plan(UnitName unit, boolean ready) implements UnitPlan {
    @Override
    public PlanSummary summary() {
      return new PlanSummary(unit, ready, "all", 1, List.of(), List.of("nothing new"));
    }
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public UnitPlan plan(UnitName unit, JobContext context) {
    return new Plan(unit, !idle.contains(unit));
  }

  @Override
  public Outcome run(UnitPlan plan, JobContext context) {
    UnitName unit = ((Plan) plan).unit();
    ran.add(unit);
    if (failures.containsKey(unit)) {
      throw FakeJob.<RuntimeException>unchecked(failures.get(unit));
    }
    Table table =
        Tables.loadOrCreate(
            context.catalog(),
            new TableSpec(unit.tableName(), COLUMNS, PartitionSpec.unpartitioned(), Map.of()));
    Stamp stamp = new Stamp(unit, context.runKey(), Optional.empty(), "done");
    long snapshot = new TableCommit(table, stamp).append(WrittenFiles.merge(List.of()));
    return new Outcome.Committed(snapshot, "all", Map.of("written", 0L));
  }

  /** As Spark does it: a checked exception from a method that declares none. */
  @SuppressWarnings("unchecked") // the compiler is to believe it
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Override
  public List<CheckResult> verify(UnitName unit, JobContext context) {
    return List.of(new CheckResult(unit, "fake", true, ""));
  }
}

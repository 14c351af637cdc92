package io.firn.run.maintain;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.TableName;
import io.firn.run.Failures;
import io.firn.run.JobContext;
import io.firn.run.Selection;
import io.firn.run.rewind.LayerInputs;
import io.firn.table.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteDataFiles;

/**
 * Looks after a pipeline's tables: {@code firn maintain}. No row changes, and each table's progress
 * stays what it was. Stopped at any instant, nothing is lost: every step is a commit of its own,
 * and the next time finds what is still due.
 */
public final class Maintenance {
  private final JobContext context;
  private final Limits limits;
  private final Set<Upkeep> kinds;
  private final Clock clock;
  private final Map<TableName, MaintainedTable> tables = new LinkedHashMap<>();
  private final Needs needs;

  /**
   * @param layers read the progress of the units, which says what their next runs need
   * @param shared whether the tables that units share are looked after, too
   */
  public Maintenance(
      JobContext context,
      Work work,
      Selection selection,
      boolean shared,
      List<LayerInputs> layers,
      Clock clock) {
    this.context = context;
    this.limits = work.limits();
    this.kinds = work.kinds();
    this.clock = clock;
    this.needs = Needs.of(context.pipeline(), context.catalog(), layers);
    MaintainedTable.of(context.pipeline(), selection, shared, context.catalog())
        .forEach(table -> tables.put(table.name(), table));
  }

  /** What is wanted, and where it ends. */
  public record Work(Set<Upkeep> kinds, Limits limits) {
    public Work {
      kinds = Set.copyOf(kinds);
    }

    public static Work of(Collection<Upkeep> kinds, Limits limits) {
      return new Work(kinds.isEmpty() ? EnumSet.allOf(Upkeep.class) : Set.copyOf(kinds), limits);
    }
  }

  /**
   * What is due on each table that there is. Reads metadata; counting orphans lists the table's
   * folder and takes Spark.
   *
   * @param countOrphans whether to count them; else all that is told is that they are looked for
   */
  public List<TablePlan> plan(boolean countOrphans) {
    return tables.values().stream().map(table -> plan(table, countOrphans)).toList();
  }

  private TablePlan plan(MaintainedTable maintained, boolean countOrphans) {
    Table table = load(maintained);
    Set<Upkeep> due = EnumSet.noneOf(Upkeep.class);
    List<String> work = new ArrayList<>();
    if (kinds.contains(Upkeep.COMPACT)) {
      Compaction.due(table, limits)
          .ifPresent(
              files -> {
                due.add(Upkeep.COMPACT);
                work.add("rewrite " + told(files));
              });
    }
    if (kinds.contains(Upkeep.MANIFESTS)) {
      Manifests.due(table)
          .ifPresent(
              manifests -> {
                due.add(Upkeep.MANIFESTS);
                work.add("rewrite " + manifests + " manifests");
              });
    }
    Optional<Need> keptFor = Optional.empty();
    if (kinds.contains(Upkeep.EXPIRE)) {
      Expiry.Due expiry = Expiry.due(table, need(maintained), limits, context.startedAt());
      keptFor = expiry.keptFor();
      if (expiry.snapshots() > 0) {
        due.add(Upkeep.EXPIRE);
        work.add("expire " + expiry.snapshots() + " snapshots");
      }
    }
    if (kinds.contains(Upkeep.ORPHANS)) {
      long found = countOrphans ? orphans(table, false) : 1;
      if (found > 0) {
        due.add(Upkeep.ORPHANS);
        work.add(countOrphans ? "delete " + found + " orphaned files" : "look for orphaned files");
      }
    }
    return new TablePlan(maintained.name(), due, work, keptFor);
  }

  private static String told(Compaction.Due due) {
    String files = due.files() + " files of " + due.bytes() + " bytes";
    return due.more() == 0 ? files : files + ", " + due.more() + " more next time";
  }

  /** Does what is due; what fails on one table is told and harms no other. */
  public TableUpkeep carryOut(TablePlan plan) {
    Instant began = clock.instant();
    MaintainedTable maintained = tables.get(plan.table());
    Map<String, Long> counts = new TreeMap<>();
    Optional<Failure> failure = Optional.empty();
    try {
      carryOut(maintained, plan, counts);
    } catch (RuntimeException stopped) {
      failure = Optional.of(Failures.of(plan.table().toString(), plan.table(), stopped));
    }
    return new TableUpkeep(plan.table(), counts, failure, Duration.between(began, clock.instant()));
  }

  private void carryOut(MaintainedTable maintained, TablePlan plan, Map<String, Long> counts) {
    if (plan.due().contains(Upkeep.COMPACT)) {
      compact(maintained, counts);
    }
    if (plan.due().contains(Upkeep.MANIFESTS)) {
      Table table = load(maintained);
      OptionalInt manifests = Manifests.due(table);
      if (manifests.isPresent()) {
        Manifests.carryOut(table);
        counts.put("manifests-rewritten", (long) manifests.getAsInt());
      }
    }
    if (plan.due().contains(Upkeep.EXPIRE)) {
      Table table = load(maintained);
      Optional<Need> need = need(maintained);
      int snapshots = Expiry.due(table, need, limits, context.startedAt()).snapshots();
      Expiry.carryOut(table, need, limits, context.startedAt());
      counts.put("snapshots-expired", (long) snapshots);
    }
    if (plan.due().contains(Upkeep.ORPHANS)) {
      counts.put("orphans-deleted", orphans(load(maintained), true));
    }
  }

  private void compact(MaintainedTable maintained, Map<String, Long> counts) {
    Table table = load(maintained);
    Optional<Compaction.Due> due = Compaction.due(table, limits);
    if (due.isEmpty()) {
      return;
    }
    RewriteDataFiles.Result result =
        Compaction.carryOut(table, due.get(), maintained.sortedBy(), limits, context.spark().get());
    counts.put("files-rewritten", (long) result.rewrittenDataFilesCount());
    counts.put("files-written", (long) result.addedDataFilesCount());
    counts.put("bytes-rewritten", result.rewrittenBytesCount());
    counts.put("delete-files-removed", (long) result.removedDeleteFilesCount());
    counts.put("files-left", (long) due.get().more());
    if (result.failedDataFilesCount() > 0) {
      throw new FirnException(
          new Failure(
              ErrorKind.FENCED,
              "Another writer changed files of " + maintained.name() + " while they were rewritten",
              maintained.name().toString(),
              "the files as they were read",
              result.failedDataFilesCount() + " files with new deletes, or gone",
              "They stay as they are, nothing is lost. Maintain the table again when no run is at"
                  + " work on it."));
    }
  }

  private long orphans(Table table, boolean delete) {
    return Orphans.carryOut(table, limits, context.startedAt(), delete, context.spark().get());
  }

  private Optional<Need> need(MaintainedTable maintained) {
    return needs.oldest(maintained.readAs());
  }

  private Table load(MaintainedTable maintained) {
    return Tables.load(context.catalog(), maintained.name()).orElseThrow();
  }
}

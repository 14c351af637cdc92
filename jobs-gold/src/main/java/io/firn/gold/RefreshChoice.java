package io.firn.gold;

import io.firn.commit.CommittedChanges;
import io.firn.commit.Progress;
import io.firn.config.GoldTable;
import io.firn.config.Refresh;
import io.firn.config.SilverTable;
import io.firn.gold.RefreshPlan.Feed;
import io.firn.gold.RefreshPlan.Files;
import io.firn.gold.RefreshPlan.Full;
import io.firn.gold.RefreshPlan.Incremental;
import io.firn.gold.RefreshPlan.InputChange;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.types.StructField;

/**
 * Whether a gold table can be refreshed from what changed: whether it holds the result of the same
 * query over a state of its inputs from which all changes up to the pinned one are known. Asks
 * metadata only; what the query's plan says of it comes when it is analysed ({@link GroupRefresh}).
 */
final class RefreshChoice {
  private final GoldTable table;
  private final JobContext context;

  RefreshChoice(GoldTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  /** Thrown to say why all has to be computed. */
  private static final class Whole extends Exception {
    private static final long serialVersionUID = 1L;

    private Whole(String reason) {
      super(reason);
    }
  }

  /**
   * @param target the gold table, if there is one
   * @param next what it is to be made of
   */
  RefreshPlan choose(Optional<Table> target, GoldProgress next) {
    if (table.refresh() == Refresh.FULL) {
      return new Full(Optional.empty());
    }
    if (!table.expectations().quarantining().isEmpty()) {
      return Full.because(
          "rows that do not meet an expectation are kept out, all of them each run");
    }
    try {
      return incremental(target.orElseThrow(() -> new Whole("this is the first run")), next);
    } catch (Whole whole) {
      return Full.because(whole.getMessage());
    }
  }

  private Incremental incremental(Table target, GoldProgress next) throws Whole {
    Progress progress = Progress.read(target).orElseThrow(() -> new Whole("this is the first run"));
    GoldProgress before = GoldProgress.parse(progress.text());
    if (!before.logic().equals(next.logic())) {
      throw new Whole("the query or its grain was edited since the last run");
    }
    if (!before.inputs().keySet().equals(next.inputs().keySet())) {
      throw new Whole("'from' was edited since the last run");
    }
    requireUntouched(target, progress.snapshotId());
    TreeMap<String, InputChange> changes = new TreeMap<>();
    for (UnitName input : table.from()) {
      String name = input.tableName().toString();
      long from = before.inputs().get(name);
      long to = next.inputs().get(name);
      if (from != to) {
        changes.put(name, change(input, from, to));
      }
    }
    return new Incremental(target.currentSnapshot().snapshotId(), before, changes);
  }

  /** Rows that another writer put there, or took away, only a full refresh puts right. */
  private static void requireUntouched(Table target, OptionalLong committed) throws Whole {
    for (Snapshot snapshot :
        SnapshotUtil.ancestorsOf(target.currentSnapshot().snapshotId(), target::snapshot)) {
      requireNoDeletes(target.name(), snapshot);
      if (committed.isPresent() && snapshot.snapshotId() == committed.getAsLong()) {
        return;
      }
      if (!snapshot.operation().equals(DataOperations.REPLACE)) {
        break;
      }
    }
    throw new Whole("another writer changed the gold table since the last run");
  }

  private InputChange change(UnitName input, long from, long to) throws Whole {
    Table held =
        Tables.load(context.catalog(), input.tableName())
            .orElseThrow(() -> new Whole(input.tableName() + " is gone"));
    Snapshot before = held.snapshot(from);
    if (before == null) {
      throw new Whole(
          "snapshot " + from + " of " + input.tableName() + ", the state before, was expired");
    }
    Map<String, String> columns = visible(schema(held, before));
    if (!columns.equals(visible(schema(held, held.snapshot(to))))) {
      throw new Whole(input.tableName() + " got other columns since the last run");
    }
    return input.layer() == Layer.GOLD
        ? files(input, held, before, held.snapshot(to))
        : feed(input, held, from, to, columns);
  }

  private static Files files(UnitName input, Table held, Snapshot before, Snapshot after)
      throws Whole {
    requireNoDeletes(held.name(), before);
    requireNoDeletes(held.name(), after);
    return new Files(input.tableName(), before.snapshotId(), after.snapshotId());
  }

  private static void requireNoDeletes(String name, Snapshot snapshot) throws Whole {
    String deletes = snapshot.summary().get(SnapshotSummary.TOTAL_DELETE_FILES_PROP);
    if (!"0".equals(deletes)) {
      throw new Whole(name + " has delete files, which another writer left");
    }
  }

  private Feed feed(UnitName input, Table held, long from, long to, Map<String, String> columns)
      throws Whole {
    SilverTable silver = context.pipeline().silver(input.table()).orElseThrow();
    TableName images = CommittedChanges.tableOf(input.tableName());
    if (silver.rules().versions().isPresent()) {
      throw new Whole(input.tableName() + " keeps versions, of which there is no feed of changes");
    }
    if (!silver.rules().changes()) {
      throw new Whole(
          input.tableName()
              + " keeps no feed of changes (changes = true in firn.silver."
              + input.table()
              + ")");
    }
    List<Long> snapshots =
        CommittedChanges.between(held, from, to)
            .orElseThrow(
                () ->
                    new Whole(
                        "a run since the last one changed "
                            + input.tableName()
                            + " without telling which rows, or it was taken back"));
    requireReadable(images, snapshots, columns);
    return new Feed(images, snapshots);
  }

  private void requireReadable(TableName images, List<Long> snapshots, Map<String, String> columns)
      throws Whole {
    if (snapshots.isEmpty()) {
      return;
    }
    Table feed =
        Tables.load(context.catalog(), images).orElseThrow(() -> new Whole(images + " is gone"));
    if (snapshots.stream().anyMatch(snapshot -> feed.snapshot(snapshot) == null)) {
      throw new Whole("snapshots of " + images + " were expired since the last run");
    }
    Map<String, String> told = visible(feed.schema());
    if (!told.entrySet().containsAll(columns.entrySet())) {
      throw new Whole(images + " has other columns than its table");
    }
  }

  private static Schema schema(Table table, Snapshot snapshot) {
    return table.schemas().get(snapshot.schemaId());
  }

  /** The types of the columns that a query sees, by name; the same for same types. */
  private static Map<String, String> visible(Schema schema) {
    Map<String, String> columns = new TreeMap<>();
    for (StructField column : SparkSchemaUtil.convert(schema).fields()) {
      if (!column.name().startsWith("__")) {
        columns.put(column.name(), column.dataType().catalogString());
      }
    }
    return columns;
  }
}

package io.firn.silver;

import io.firn.change.SourceSchema;
import io.firn.config.BronzeTable;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import io.firn.schema.ColumnPlan;
import io.firn.table.Tables;
import io.firn.table.TypeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;

/**
 * What the next run will change in a silver table's shape, by what the pipeline declares and by the
 * schemas that bronze has met since the table's progress. Events without a schema say nothing of
 * this before they are read.
 */
final class ShapeForecast {
  private final SilverPlan plan;
  private final SilverTable table;
  private final JobContext context;

  ShapeForecast(SilverPlan plan, JobContext context) {
    this.plan = plan;
    this.table = plan.table();
    this.context = context;
  }

  /** None for a table that is yet to be created, whose columns are all new. */
  List<String> sentences() {
    Optional<Table> target = Tables.load(context.catalog(), table.unit().tableName());
    if (target.isEmpty() || !plan.summary().ready()) {
      return List.of();
    }
    Schema columns = SilverSchema.data(table, target.get().schema());
    Map<String, Type> fields = fields();
    FieldNames names = FieldNames.of(table, columns, fields.keySet());
    ColumnPlan shape =
        ColumnPlan.of(columns, table.columns(), names.columns(fields), table.evolve());
    List<String> sentences = new ArrayList<>();
    shape
        .add()
        .forEach(
            added -> sentences.add("add column " + added.name() + " " + TypeText.of(added.type())));
    shape
        .widen()
        .forEach(
            widened ->
                sentences.add(
                    "widen column "
                        + widened.name()
                        + " from "
                        + TypeText.of(widened.from())
                        + " to "
                        + TypeText.of(widened.to())));
    return sentences;
  }

  private Map<String, Type> fields() {
    Map<String, Type> fields = new LinkedHashMap<>();
    Optional<BronzeTable> bronze = context.pipeline().bronze(table.from().table());
    Optional<Instant> reached = reached();
    if (bronze.isPresent() && reached.isPresent()) {
      for (SourceSchema schema : SourceSchemas.since(context, bronze.get(), reached.get())) {
        schema.after().forEach(field -> Survey.note(fields, field));
      }
    }
    return fields;
  }

  /**
   * When the last landing that the table has was committed. A landing that began before that has
   * its schemas in the table; one that begins afterwards dates them later.
   */
  private Optional<Instant> reached() {
    SnapshotRange range = plan.range().orElseThrow();
    if (range.from().isEmpty()) {
      return Optional.of(Instant.EPOCH);
    }
    return Tables.load(context.catalog(), table.from().tableName())
        .map(bronze -> bronze.snapshot(range.from().getAsLong()))
        .map(Snapshot::timestampMillis)
        .map(Instant::ofEpochMilli);
  }
}

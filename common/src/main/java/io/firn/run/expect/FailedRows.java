package io.firn.run.expect;

import io.firn.commit.Progress;
import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.config.Expectation;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.quality.RowRules;
import io.firn.run.JobContext;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * {@code LAYER.__failed}: the rows that are kept out of the layer's tables, each with the
 * expectations that it breaks. With the table itself it has every row that the table's inputs make.
 *
 * <p>A unit's rows are replaced as a whole, just before the table that they are kept out of is
 * published: what a run that ends between the two left here, the next one replaces. The other way
 * round rows would be missing in both.
 */
public final class FailedRows {
  private static final String UNIT = "unit";
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, UNIT, Types.StringType.get()),
          Types.NestedField.optional(2, "key", Types.StringType.get()),
          Types.NestedField.optional(3, "row", Types.StringType.get()),
          Types.NestedField.required(4, "expectations", Types.StringType.get()),
          Types.NestedField.required(5, "run_key", Types.StringType.get()),
          Types.NestedField.required(6, "failed_at", Types.TimestampType.withZone()));

  /** A column that is null is a value, too. */
  private static final Map<String, String> WITH_NULLS = Map.of("ignoreNullFields", "false");

  private final JobContext context;
  private final UnitName unit;

  FailedRows(JobContext context, UnitName unit) {
    this.context = context;
    this.unit = unit;
  }

  public static TableName name(Layer layer) {
    return new TableName(layer.id(), "__failed");
  }

  /**
   * Makes the unit's rows those of {@code rows} that break one of {@code expectations}.
   *
   * @param failing whether there are any
   * @param key the columns that name a row
   */
  void replace(
      Dataset<Row> rows, boolean failing, List<Expectation> expectations, List<String> key) {
    Optional<Table> existing = Tables.load(context.catalog(), name(unit.layer()));
    if (!failing && existing.map(this::holdsNone).orElse(true)) {
      return;
    }
    Table table =
        existing.orElseGet(
            () ->
                Tables.loadOrCreate(
                    context.catalog(),
                    new TableSpec(
                        name(unit.layer()),
                        SCHEMA,
                        PartitionSpec.builderFor(SCHEMA).identity(UNIT).build(),
                        Map.of())));
    WrittenFiles files =
        failing
            ? RowFiles.write(failed(rows, expectations, key), table, context.runKey(), 1)
            : WrittenFiles.merge(List.of());
    String progressKey = "firn.progress." + unit;
    Optional<String> before = Progress.read(table, progressKey).map(Progress::text);
    new TableCommit(
            table, new Stamp(unit, context.runKey(), progressKey, before, context.runKey().value()))
        .replaceWhere(ofUnit(), files);
  }

  private Expression ofUnit() {
    return Expressions.equal(UNIT, unit.toString());
  }

  private boolean holdsNone(Table table) {
    try (CloseableIterable<FileScanTask> files = table.newScan().filter(ofUnit()).planFiles()) {
      return !files.iterator().hasNext();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
  }

  private Dataset<Row> failed(Dataset<Row> rows, List<Expectation> expectations, List<String> key) {
    return rows.filter(functions.not(RowRules.holdAll(expectations)))
        .select(
            functions.lit(unit.toString()).as(UNIT),
            json(key).as("key"),
            json(Arrays.asList(rows.columns())).as("row"),
            RowRules.broken(expectations).as("expectations"),
            functions.lit(context.runKey().value()).as("run_key"),
            functions.lit(Timestamp.from(context.startedAt())).as("failed_at"));
  }

  private static Column json(List<String> columns) {
    Column[] named =
        columns.stream().map(name -> functions.col("`" + name + "`")).toArray(Column[]::new);
    return functions.to_json(functions.struct(named), WITH_NULLS);
  }
}

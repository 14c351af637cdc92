package io.firn.run.expect;

import io.firn.commit.RowFileWriter;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.model.Verdict;
import io.firn.run.JobContext;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code LAYER.__expectations}: what came of each expectation in each run, whether the run was
 * published or refused. {@code snapshot_id} is the snapshot that was looked at: it was published
 * when it is in the table's history.
 *
 * <p>Each row tells of one look at one snapshot. A run that ends between this and publishing is
 * repeated with a look of its own, so no row is ever wrong and none needs to be taken back.
 */
public final class ExpectationLog {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "unit", Types.StringType.get()),
          Types.NestedField.required(2, "run_key", Types.StringType.get()),
          Types.NestedField.required(3, "snapshot_id", Types.LongType.get()),
          Types.NestedField.required(4, "name", Types.StringType.get()),
          Types.NestedField.required(5, "kind", Types.StringType.get()),
          Types.NestedField.required(6, "expected", Types.StringType.get()),
          Types.NestedField.required(7, "otherwise", Types.StringType.get()),
          Types.NestedField.required(8, "failing", Types.LongType.get()),
          Types.NestedField.required(9, "checked", Types.LongType.get()),
          Types.NestedField.required(10, "found", Types.StringType.get()),
          Types.NestedField.required(11, "checked_at", Types.TimestampType.withZone()));

  private final JobContext context;

  ExpectationLog(JobContext context) {
    this.context = context;
  }

  public static TableName name(Layer layer) {
    return new TableName(layer.id(), "__expectations");
  }

  /** Appends one row for each of {@code verdicts}; starts no Spark job. */
  void append(UnitName unit, long snapshot, List<Verdict> verdicts) {
    Table table =
        Tables.loadOrCreate(
            context.catalog(),
            new TableSpec(name(unit.layer()), SCHEMA, PartitionSpec.unpartitioned(), Map.of()));
    TaskIdentity task = new TaskIdentity(TaskIdentity.operation(context.runKey()), 0, 0);
    try (RowFileWriter writer =
        new RowFileWriter(
            SerializableTable.copyOf(table), SparkSchemaUtil.convert(table.schema()), task)) {
      verdicts.forEach(verdict -> writer.write(row(unit, snapshot, verdict)));
      TableCommit.appendFacts(table, WrittenFiles.ofData(writer.complete()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + table.name(), failed);
    }
  }

  private InternalRow row(UnitName unit, long snapshot, Verdict verdict) {
    return new GenericInternalRow(
        new Object[] {
          text(unit.toString()),
          text(context.runKey().value()),
          snapshot,
          text(verdict.name()),
          text(verdict.kind()),
          text(verdict.expected()),
          text(verdict.otherwise()),
          verdict.failing(),
          verdict.checked(),
          text(verdict.found()),
          ChronoUnit.MICROS.between(Instant.EPOCH, context.startedAt())
        });
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }
}

package io.firn.commit;

import io.firn.model.Layer;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.testkit.TestLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** A real Iceberg table {@code (id long, name string)} to commit to; no Spark session. */
final class CommitTable implements AutoCloseable {
  static final UnitName UNIT = new UnitName(Layer.SILVER, "orders");
  static final TableName NAME = UNIT.tableName();
  private static final Schema COLUMNS =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));

  private final TestLake lake;

  private CommitTable(TestLake lake) {
    this.lake = lake;
  }

  static CommitTable unpartitioned(Path folder) {
    return in(folder, PartitionSpec.unpartitioned());
  }

  static CommitTable bucketed(Path folder) {
    return in(folder, PartitionSpec.builderFor(COLUMNS).bucket("id", 4).build());
  }

  private static CommitTable in(Path folder, PartitionSpec partitioning) {
    TestLake lake = TestLake.in(folder, List.of(), List.of());
    lake.create(NAME, COLUMNS, partitioning);
    return new CommitTable(lake);
  }

  /** As it is now, loaded afresh: what a run does when it plans. */
  Table load() {
    return lake.table(NAME);
  }

  static Stamp stamp(String runKey, String expected, String next) {
    return new Stamp(UNIT, new RunKey(runKey), Optional.ofNullable(expected), next);
  }

  static WrittenFiles nothing() {
    return WrittenFiles.merge(List.of());
  }

  /** Data files with the rows {@code (id, "row id")}. */
  static WrittenFiles rows(Table table, long... ids) {
    List<InternalRow> rows = new ArrayList<>();
    for (long id : ids) {
      rows.add(new GenericInternalRow(new Object[] {id, UTF8String.fromString("row " + id)}));
    }
    return write(table, rows);
  }

  static WrittenFiles write(Table table, List<InternalRow> rows) {
    TaskIdentity task = new TaskIdentity(TaskIdentity.operation(new RunKey("test")), 0, 0);
    try (RowFileWriter writer =
        new RowFileWriter(table, SparkSchemaUtil.convert(table.schema()), task)) {
      rows.forEach(writer::write);
      return WrittenFiles.ofData(writer.complete());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Position deletes of the rows with these ids, each at its place in the table as it is. */
  static WrittenFiles deletes(Table table, long... ids) {
    StructType key = SparkSchemaUtil.convert(table.schema().select("id"));
    TaskIdentity task = new TaskIdentity(TaskIdentity.operation(new RunKey("test")), 0, 0);
    try (PositionDeletes deletes = new PositionDeletes(table, key, task);
        CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      for (FileScanTask file : files) {
        List<Long> held = idsIn(table, file.file().location());
        for (long id : ids) {
          if (held.contains(id)) {
            deletes.delete(
                file.file().location(),
                held.indexOf(id),
                new GenericInternalRow(new Object[] {id}));
          }
        }
      }
      return deletes.complete();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<Long> idsIn(Table table, String file) throws IOException {
    List<Long> ids = new ArrayList<>();
    try (CloseableIterable<Record> rows =
        Parquet.read(table.io().newInputFile(file))
            .project(table.schema())
            .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type))
            .build()) {
      rows.forEach(row -> ids.add((Long) row.getField("id")));
    }
    return ids;
  }

  /** The ids that a reader of the table sees now, sorted. */
  List<Long> ids() {
    List<Long> ids = new ArrayList<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(load()).build()) {
      rows.forEach(row -> ids.add((Long) row.getField("id")));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return ids.stream().sorted().toList();
  }

  @Override
  public void close() {
    lake.close();
  }
}

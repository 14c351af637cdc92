package io.firn.run.expect;

import io.firn.commit.WrittenFiles;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.ResidualEvaluator;
import org.apache.iceberg.spark.ScanTaskSetManager;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.source.SparkRewriteTable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Option;

/**
 * The rows of a run's new data files, whatever the size of their table; readable until this is
 * closed. No delete is of a row among them: a run deletes rows that were there before it.
 */
final class AddedRows implements AutoCloseable {
  private final Table table;
  private final String id = UUID.randomUUID().toString();
  private final List<FileScanTask> tasks;

  AddedRows(Table table, WrittenFiles files) {
    this.table = table;
    String schema = SchemaParser.toJson(table.schema());
    this.tasks = files.data().stream().map(file -> task(file, schema)).toList();
    if (!tasks.isEmpty()) {
      ScanTaskSetManager.get().stageTasks(table, id, tasks);
    }
  }

  private FileScanTask task(DataFile file, String schema) {
    return new BaseFileScanTask(
        file,
        new DeleteFile[0],
        schema,
        PartitionSpecParser.toJson(table.specs().get(file.specId())),
        ResidualEvaluator.unpartitioned(Expressions.alwaysTrue()));
  }

  Dataset<Row> rows(org.apache.spark.sql.SparkSession session) {
    SparkSession spark = (SparkSession) session;
    return tasks.isEmpty()
        ? spark.createDataFrame(List.of(), SparkSchemaUtil.convert(table.schema()))
        : Dataset$.MODULE$.ofRows(
            spark,
            DataSourceV2Relation.create(
                new SparkRewriteTable(table, id), Option.empty(), Option.empty()));
  }

  @Override
  public void close() {
    if (!tasks.isEmpty()) {
      ScanTaskSetManager.get().removeTasks(table, id);
    }
  }
}

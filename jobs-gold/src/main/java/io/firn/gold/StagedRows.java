package io.firn.gold;

import io.firn.run.JobContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.ScanTaskSetManager;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.source.SparkRewriteTable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.Option;

/** Datasets of chosen files of Iceberg tables; readable until this is closed. */
final class StagedRows implements AutoCloseable {
  private final JobContext context;
  private final String prefix;
  private final List<Staged> sets = new ArrayList<>();

  private record Staged(Table table, String id) {}

  /**
   * @param prefix no other set of the process that is open at the same time may have it
   */
  StagedRows(String prefix, JobContext context) {
    this.prefix = prefix;
    this.context = context;
  }

  /** The rows of {@code tasks}, in the columns that {@code table} has now. */
  Dataset<Row> rows(Table table, List<FileScanTask> tasks) {
    SparkSession spark = (SparkSession) context.spark().get();
    if (tasks.isEmpty()) {
      return spark.createDataFrame(List.of(), SparkSchemaUtil.convert(table.schema()));
    }
    String id = prefix + "/" + sets.size();
    ScanTaskSetManager.get().stageTasks(table, id, tasks);
    sets.add(new Staged(table, id));
    return Dataset$.MODULE$.ofRows(
        spark,
        DataSourceV2Relation.create(
            new SparkRewriteTable(table, id), Option.empty(), Option.empty()));
  }

  @Override
  public void close() {
    sets.forEach(set -> ScanTaskSetManager.get().removeTasks(set.table(), set.id()));
  }
}

package io.firn.commit;

import io.firn.model.RunKey;
import java.io.Serializable;
import java.util.UUID;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.spark.TaskContext;

/** Which attempt of which task of which run writes: the unique part of a data file's name. */
public record TaskIdentity(String operationId, int partition, long attempt)
    implements Serializable {

  /**
   * Names an operation on the driver, once per Spark job. Two attempts under one run key (a retry
   * after a crash) get different names, so that a file of the first never meets the second's.
   */
  public static String operation(RunKey runKey) {
    return runKey.fileName() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Inside a task: this attempt of it. */
  public static TaskIdentity current(String operationId) {
    TaskContext task = TaskContext.get();
    return new TaskIdentity(operationId, task.partitionId(), task.taskAttemptId());
  }

  OutputFileFactory outputFiles(Table table, String suffix) {
    return OutputFileFactory.builderFor(table, partition, attempt)
        .operationId(operationId)
        .format(FileFormat.PARQUET)
        .suffix(suffix)
        .build();
  }
}

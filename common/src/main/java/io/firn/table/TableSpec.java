package io.firn.table;

import io.firn.model.TableName;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;

/** What a table is before it exists: name, columns, partitioning and properties. */
public record TableSpec(
    TableName name,
    Schema schema,
    PartitionSpec partitioning,
    SortedMap<String, String> properties) {

  /**
   * Properties that every Firn table has; format v2 because StarRocks reads no deletion vectors.
   */
  private static final Map<String, String> COMMON =
      Map.of(
          "format-version", "2",
          "write.format.default", "parquet",
          "write.parquet.compression-codec", "zstd",
          "write.parquet.compression-level", "1",
          "write.metadata.delete-after-commit.enabled", "true",
          "write.metadata.previous-versions-max", "20",
          "commit.retry.num-retries", "10");

  public TableSpec {
    TreeMap<String, String> all = new TreeMap<>(COMMON);
    all.putAll(properties);
    properties = Collections.unmodifiableSortedMap(all);
  }

  public TableSpec(
      TableName name, Schema schema, PartitionSpec partitioning, Map<String, String> properties) {
    this(name, schema, partitioning, new TreeMap<>(properties));
  }
}

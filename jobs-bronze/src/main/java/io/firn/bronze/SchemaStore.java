package io.firn.bronze;

import io.firn.bronze.LandingResult.EmbeddedSchema;
import io.firn.commit.RowFileWriter;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Keeps embedded schemas in {@code bronze.__schemas}. Read on the driver: there are few. */
final class SchemaStore {
  private final JobContext context;

  SchemaStore(JobContext context) {
    this.context = context;
  }

  /** Writes those of {@code schemas} that are not there yet. */
  void keep(Map<String, EmbeddedSchema> schemas) {
    if (schemas.isEmpty()) {
      return;
    }
    Table table = Tables.loadOrCreate(context.catalog(), BronzeTables.schemas());
    TreeMap<String, EmbeddedSchema> missing = new TreeMap<>(schemas);
    missing.keySet().removeAll(known(table));
    if (!missing.isEmpty()) {
      TableCommit.appendFacts(table, write(table, missing));
    }
  }

  private static Set<String> known(Table table) {
    Set<String> ids = new HashSet<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).select("schema_id").build()) {
      rows.forEach(row -> ids.add((String) row.getField("schema_id")));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
    return ids;
  }

  private WrittenFiles write(Table table, Map<String, EmbeddedSchema> schemas) {
    TaskIdentity task = new TaskIdentity(TaskIdentity.operation(context.runKey()), 0, 0);
    long landedAt = ChronoUnit.MICROS.between(Instant.EPOCH, context.startedAt());
    try (RowFileWriter writer =
        new RowFileWriter(table, SparkSchemaUtil.convert(table.schema()), task)) {
      schemas.forEach(
          (id, schema) ->
              writer.write(
                  new GenericInternalRow(
                      new Object[] {
                        UTF8String.fromString(id),
                        UTF8String.fromBytes(schema.text()),
                        UTF8String.fromString(schema.topic()),
                        landedAt
                      })));
      return WrittenFiles.ofData(writer.complete());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + table.name(), failed);
    }
  }
}

package io.firn.silver;

import io.firn.change.SourceSchema;
import io.firn.config.BronzeTable;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the embedded schemas that a range's events came with, on the driver: there are few. */
final class SourceSchemas {
  private SourceSchemas() {}

  /**
   * The schemas of {@code ids}.
   *
   * @throws FirnException HISTORY when one is not in {@code bronze.__schemas}
   */
  static Map<String, SourceSchema> read(JobContext context, Set<String> ids) {
    Map<String, SourceSchema> schemas = new HashMap<>();
    if (ids.isEmpty()) {
      return schemas;
    }
    Table table =
        Tables.load(context.catalog(), Pipeline.schemas()).orElseThrow(() -> missing(ids));
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .select("schema_id", "schema")
            .where(Expressions.in("schema_id", ids.toArray()))
            .build()) {
      for (Record row : rows) {
        schemas.put(
            (String) row.getField("schema_id"),
            SourceSchema.parse((String) row.getField("schema")));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
    if (!schemas.keySet().containsAll(ids)) {
      throw missing(ids);
    }
    return schemas;
  }

  /** The schemas that were first met in each of {@code topics}, by topic and id; read at once. */
  static Map<String, Map<String, SourceSchema>> ofTopics(JobContext context, Set<String> topics) {
    Map<String, Map<String, SourceSchema>> schemas = new HashMap<>();
    if (topics.isEmpty()) {
      return schemas;
    }
    each(
        context,
        Expressions.alwaysTrue(),
        row -> {
          String topic = (String) row.getField("topic");
          if (topics.contains(topic)) {
            schemas
                .computeIfAbsent(topic, first -> new HashMap<>())
                .put((String) row.getField("schema_id"), parsed(row));
          }
        });
    return schemas;
  }

  /** The schemas that were first met in a topic of {@code bronze} by landings begun later. */
  static List<SourceSchema> since(JobContext context, BronzeTable bronze, Instant then) {
    List<SourceSchema> schemas = new ArrayList<>();
    each(
        context,
        Expressions.greaterThan("landed_at", ChronoUnit.MICROS.between(Instant.EPOCH, then)),
        row -> {
          if (bronze.lands((String) row.getField("topic"))) {
            schemas.add(parsed(row));
          }
        });
    return schemas;
  }

  private static SourceSchema parsed(Record row) {
    return SourceSchema.parse((String) row.getField("schema"));
  }

  private static void each(JobContext context, Expression which, Consumer<Record> found) {
    Optional<Table> table = Tables.load(context.catalog(), Pipeline.schemas());
    if (table.isEmpty()) {
      return;
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table.get())
            .select("schema_id", "schema", "topic")
            .where(which)
            .build()) {
      rows.forEach(found);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.get().name(), failed);
    }
  }

  private static FirnException missing(Set<String> ids) {
    return new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            "Bronze rows name a schema that is not kept",
            Pipeline.schemas().toString(),
            "schemas " + ids,
            "not all of them",
            "Restore " + Pipeline.schemas() + " to a snapshot that has them."));
  }
}

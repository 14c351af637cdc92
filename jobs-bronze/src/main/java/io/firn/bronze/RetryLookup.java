package io.firn.bronze;

import io.firn.bronze.Cut.Change;
import io.firn.bronze.QuarantineLog.Landed;
import io.firn.bronze.RetryRepeats.Doubt;
import io.firn.change.EventIdentity;
import io.firn.change.EventParts;
import io.firn.change.PositionOrder;
import io.firn.config.Connector;
import io.firn.model.Era;
import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Asks a bronze table about records that are tried again: which of them it holds, and which events.
 * It reads the narrow columns of the topics concerned once; of the rows that are asked about, and
 * of no others, the images.
 */
final class RetryLookup {
  private static final String[] NARROW = {
    "topic", "partition", "offset", "position", "run_key", "landed_at"
  };
  private static final String[] WHOLE = {
    "topic", "partition", "offset", "position", "op", "key", "before", "after", "patch"
  };

  private static final int OFFSET = 2;
  private static final int POSITION = 3;
  private static final int OP = 4;
  private static final int RUN_KEY = 4;
  private static final int KEY = 5;
  private static final int LANDED_AT = 5;
  private static final int BEFORE = 6;
  private static final int AFTER = 7;
  private static final int PATCH = 8;

  private final Dataset<Row> bronze;
  private final Connector connector;
  private final int era;

  /** A row of bronze that is at the place of a record or has the mark of a change. */
  private record Met(RecordPlace place, String mark, String runKey, Instant at)
      implements Serializable {}

  private record Told(RecordPlace place, EventIdentity identity) implements Serializable {}

  /**
   * @param bronze the table's rows as they are read for this retry, all of them in one state
   * @param era the era of all that is asked about
   */
  RetryLookup(Dataset<Row> bronze, Connector connector, int era) {
    this.bronze = bronze;
    this.connector = connector;
    this.era = era;
  }

  /**
   * What bronze has of some changes.
   *
   * @param held the records that it holds, with the stamp of the run that landed them
   * @param events other records of it that tell an event of theirs
   */
  record Found(Map<RecordPlace, Landed> held, Map<RecordPlace, EventIdentity> events) {}

  Found find(List<Change> changes) {
    Places places = new Places(changes.stream().map(Change::place).toList());
    HashMap<TopicPartition, HashSet<String>> marks = new HashMap<>();
    HashSet<EventIdentity> identities = new HashSet<>();
    changes.stream()
        .filter(Change::repeatable)
        .forEach(
            change -> {
              marks
                  .computeIfAbsent(change.place().partition(), none -> new HashSet<>())
                  .add(change.mark());
              identities.add(change.identity());
            });
    Map<RecordPlace, Landed> held = new HashMap<>();
    List<RecordPlace> suspects = new ArrayList<>();
    for (Met met : met(places, marks)) {
      if (places.contains(met.place().partition(), met.place().offset())) {
        held.put(met.place(), new Landed(met.runKey(), met.at()));
      }
      if (marks.getOrDefault(met.place().partition(), new HashSet<>()).contains(met.mark())) {
        suspects.add(met.place());
      }
    }
    return new Found(held, suspects.isEmpty() ? Map.of() : events(suspects, identities));
  }

  private List<Met> met(Places places, Map<TopicPartition, HashSet<String>> marks) {
    PositionOrder order = PositionOrder.of(connector);
    int asked = era;
    FlatMapFunction<Row, Met> meet =
        row -> {
          if (Era.of(row.getString(POSITION)) != asked) {
            return new ArrayList<Met>().iterator();
          }
          RecordPlace place = place(row);
          String mark = order.marked(Era.within(row.getString(POSITION)));
          HashSet<String> here = marks.get(place.partition());
          boolean matches =
              places.contains(place.partition(), place.offset())
                  || here != null && here.contains(mark);
          return matches
              ? List.of(new Met(place, mark, row.getString(RUN_KEY), at(row))).iterator()
              : new ArrayList<Met>().iterator();
        };
    return rows(places.topics(), NARROW).javaRDD().flatMap(meet).collect();
  }

  private Map<RecordPlace, EventIdentity> events(
      Collection<RecordPlace> suspects, HashSet<EventIdentity> identities) {
    Places places = new Places(suspects);
    PositionOrder order = PositionOrder.of(connector);
    Connector source = connector;
    int asked = era;
    Function<Row, Boolean> isMeant =
        row ->
            Era.of(row.getString(POSITION)) == asked
                && places.contains(partition(row), row.getLong(OFFSET));
    Function<Row, Told> tell =
        row ->
            new Told(
                place(row),
                EventIdentity.of(
                    source, order.marked(Era.within(row.getString(POSITION))), parts(row)));
    Map<RecordPlace, EventIdentity> events = new HashMap<>();
    rows(places.topics(), WHOLE)
        .where(functions.col("offset").between(places.least(), places.greatest()))
        .javaRDD()
        .filter(isMeant)
        .map(tell)
        .filter(told -> identities.contains(told.identity()))
        .collect()
        .forEach(told -> events.put(told.place(), told.identity()));
    return events;
  }

  /**
   * Those of {@code doubts} where the connector had gone on behind the transaction before the later
   * record came: a greater position where positions order, another event where delivery does.
   */
  Set<Doubt> settled(Set<Doubt> doubts) {
    PositionOrder order = PositionOrder.of(connector);
    int asked = era;
    HashMap<TopicPartition, ArrayList<Doubt>> byPartition = new HashMap<>();
    doubts.forEach(
        doubt ->
            byPartition.computeIfAbsent(doubt.partition(), none -> new ArrayList<>()).add(doubt));
    FlatMapFunction<Row, Doubt> settle =
        row -> {
          List<Doubt> settled = new ArrayList<>();
          if (Era.of(row.getString(POSITION)) == asked) {
            String mark = order.marked(Era.within(row.getString(POSITION)));
            for (Doubt doubt : byPartition.getOrDefault(partition(row), new ArrayList<>())) {
              if (goesOn(order, doubt, row.getLong(OFFSET), mark)) {
                settled.add(doubt);
              }
            }
          }
          return settled.iterator();
        };
    Object[] topics = byPartition.keySet().stream().map(TopicPartition::topic).distinct().toArray();
    return new HashSet<>(rows(topics, NARROW).javaRDD().flatMap(settle).distinct().collect());
  }

  private static boolean goesOn(PositionOrder order, Doubt doubt, long offset, String mark) {
    return switch (order) {
      case SOURCE -> offset < doubt.to() && mark.compareTo(doubt.mark()) > 0;
      case DELIVERY -> doubt.from() < offset && offset < doubt.to() && !mark.equals(doubt.mark());
    };
  }

  private Dataset<Row> rows(Object[] topics, String[] columns) {
    Column[] selected = new Column[columns.length];
    for (int i = 0; i < columns.length; i++) {
      selected[i] = functions.col(columns[i]);
    }
    return bronze.where(functions.col("topic").isin(topics)).select(selected);
  }

  private static TopicPartition partition(Row row) {
    return new TopicPartition(row.getString(0), row.getInt(1));
  }

  private static RecordPlace place(Row row) {
    return new RecordPlace(partition(row), row.getLong(OFFSET));
  }

  /** Of either class that Spark may be set to give timestamps in. */
  private static Instant at(Row row) {
    return row.get(LANDED_AT) instanceof Instant instant
        ? instant
        : row.getTimestamp(LANDED_AT).toInstant();
  }

  private static EventParts parts(Row row) {
    return new EventParts(
        row.getString(OP),
        bytes(row, KEY),
        bytes(row, BEFORE),
        bytes(row, AFTER),
        bytes(row, PATCH));
  }

  private static byte[] bytes(Row row, int place) {
    return row.isNullAt(place) ? null : row.getString(place).getBytes(StandardCharsets.UTF_8);
  }
}

package io.firn.bronze;

import io.firn.bronze.BronzeProgress.Landed;
import io.firn.commit.Progress;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What the quarantine holds of offsets that are about to be landed. Nothing, unless a run ended
 * between its two commits or bronze was taken back; then the places tell exactly which records are
 * there. How far the quarantine had come does not: by now the pipeline's settings may be others,
 * and refuse what passed then.
 */
final class RefusedBefore {
  private RefusedBefore() {}

  /** Offsets in {@code plan}'s range whose records are in {@code quarantine}. */
  static Map<TopicPartition, Set<Long>> of(
      BronzePlan plan, Optional<Progress> reached, Table quarantine) {
    Map<TopicPartition, OffsetRange> again = again(plan, reached);
    Map<TopicPartition, Set<Long>> refused = new HashMap<>();
    if (again.isEmpty()) {
      return refused;
    }
    Object[] topics = again.keySet().stream().map(TopicPartition::topic).distinct().toArray();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(quarantine)
            .select("topic", "partition", "offset", "era")
            .where(
                Expressions.and(
                    Expressions.equal("unit", plan.table().unit().toString()),
                    Expressions.in("topic", topics)))
            .build()) {
      for (Record row : rows) {
        TopicPartition partition =
            new TopicPartition((String) row.getField("topic"), (Integer) row.getField("partition"));
        long offset = (Long) row.getField("offset");
        OffsetRange range = again.get(partition);
        boolean sameEra = plan.next().era(partition) == (Integer) row.getField("era");
        if (range != null && range.contains(offset) && sameEra) {
          refused.computeIfAbsent(partition, none -> new HashSet<>()).add(offset);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + quarantine.name(), failed);
    }
    return refused;
  }

  /** The ranges in which it may hold some. Another era has other records at the same offsets. */
  private static Map<TopicPartition, OffsetRange> again(
      BronzePlan plan, Optional<Progress> reached) {
    Map<TopicPartition, OffsetRange> again = new TreeMap<>();
    reached
        .map(Progress::text)
        .map(BronzeProgress::parse)
        .ifPresent(
            before ->
                plan.range()
                    .partitions()
                    .forEach(
                        (partition, range) -> {
                          boolean sameEra = before.era(partition) == plan.next().era(partition);
                          if (sameEra && before.next(partition).orElse(0) > range.start()) {
                            again.put(partition, range);
                          }
                        }));
    return again;
  }

  /**
   * How far the quarantine has come once {@code plan} is landed: never less far than before, since
   * what it holds stays when bronze is taken back.
   */
  static BronzeProgress next(BronzePlan plan, Optional<Progress> reached) {
    Optional<BronzeProgress> before = reached.map(Progress::text).map(BronzeProgress::parse);
    return before.map(earlier -> further(plan.next(), earlier)).orElse(plan.next());
  }

  private static BronzeProgress further(BronzeProgress next, BronzeProgress before) {
    TreeMap<String, Landed> topics = new TreeMap<>();
    next.topics()
        .forEach(
            (topic, landed) -> {
              List<Long> offsets = new ArrayList<>();
              for (int partition = 0; partition < landed.next().size(); partition++) {
                TopicPartition where = new TopicPartition(topic, partition);
                long earlier =
                    before.era(where) == landed.era(partition) ? before.next(where).orElse(0) : 0;
                offsets.add(Math.max(landed.next().get(partition), earlier));
              }
              topics.put(topic, new Landed(landed.id(), offsets, landed.high(), landed.era()));
            });
    return new BronzeProgress(next.cluster(), topics);
  }
}

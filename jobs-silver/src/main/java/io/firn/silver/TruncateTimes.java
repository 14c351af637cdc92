package io.firn.silver;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The truncates among some changes, all of them, with the source's time of each. Unlike the last
 * row, each version wants to know when it ended, so the last truncate is not enough.
 *
 * @param byTenant microseconds by place in the order, by tenant; by the empty text when topics name
 *     no tenant
 */
record TruncateTimes(Map<String, NavigableMap<Image.Sequence, Long>> byTenant)
    implements Serializable {
  static final TruncateTimes NONE = new TruncateTimes(Map.of());

  private static final String NO_TENANT = "";

  /** Those of {@code delta}; known without a look at the rows when there are none. */
  static TruncateTimes in(Delta delta) {
    if (!delta.profile().truncates()) {
      return NONE;
    }
    TruncateTimes times = new TruncateTimes(new HashMap<>());
    for (Row row :
        delta
            .rows()
            .filter(functions.col("op").equalTo("t"))
            .select(
                functions.col("tenant"),
                functions.col("position"),
                functions.col("partition"),
                functions.col("offset"),
                functions.unix_micros(functions.col("source_ts")))
            .collectAsList()) {
      times.add(
          row.getString(0),
          new Image.Sequence(row.getString(1), row.getInt(2), row.getLong(3)),
          row.getLong(4));
    }
    return times;
  }

  /** Of one tenant, null when topics name none. */
  void add(String tenant, Image.Sequence at, long micros) {
    byTenant.computeIfAbsent(named(tenant), first -> new TreeMap<>()).put(at, micros);
  }

  /** The first truncate of {@code tenant} behind {@code at}, when there is one. */
  Optional<Map.Entry<Image.Sequence, Long>> firstAfter(String tenant, Image.Sequence at) {
    return Optional.ofNullable(byTenant.get(named(tenant))).map(times -> times.higherEntry(at));
  }

  private static String named(String tenant) {
    return tenant == null ? NO_TENANT : tenant;
  }
}

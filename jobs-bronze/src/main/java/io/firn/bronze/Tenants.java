package io.firn.bronze;

import io.firn.config.BronzeTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tenants of a table's topics, by the pattern of the pipeline as it is today. */
final class Tenants {
  private final BronzeTable table;
  private final Map<String, Optional<String>> byTopic = new HashMap<>();

  Tenants(BronzeTable table) {
    this.table = table;
  }

  Optional<String> of(String topic) {
    return byTopic.computeIfAbsent(topic, table::tenant);
  }
}

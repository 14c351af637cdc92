package io.firn.bronze;

import io.firn.config.BronzeTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** The tenants of a table's topics, by the pattern of the pipeline as it is today. */
final class Tenants {
  private final BronzeTable table;
  private final Map<String, Optional<String>> byTopic = new HashMap<>();

  Tenants(BronzeTable table) {
    this.table = table;
  }

  Optional<String> of(String topic) {
    return byTopic.computeIfAbsent(topic, this::find);
  }

  private Optional<String> find(String topic) {
    Matcher matcher = table.topics().matcher(topic);
    return table.namesTenant() && matcher.matches()
        ? Optional.ofNullable(matcher.group("tenant"))
        : Optional.empty();
  }
}

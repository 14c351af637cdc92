package io.firn.bronze;

import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Records by their places, as tasks ask for them; of one era. */
final class Places implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<TopicPartition, HashSet<Long>> offsets = new HashMap<>();

  Places(Collection<RecordPlace> places) {
    places.forEach(
        place ->
            offsets
                .computeIfAbsent(place.partition(), none -> new HashSet<>())
                .add(place.offset()));
  }

  boolean contains(TopicPartition partition, long offset) {
    Set<Long> here = offsets.get(partition);
    return here != null && here.contains(offset);
  }

  Set<TopicPartition> partitions() {
    return offsets.keySet();
  }

  Object[] topics() {
    return offsets.keySet().stream().map(TopicPartition::topic).distinct().toArray();
  }

  long least() {
    return offsets.values().stream()
        .flatMap(Set::stream)
        .mapToLong(Long::longValue)
        .min()
        .orElse(0);
  }

  long greatest() {
    return offsets.values().stream()
        .flatMap(Set::stream)
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  Map<TopicPartition, HashSet<Long>> byPartition() {
    return Map.copyOf(offsets);
  }
}

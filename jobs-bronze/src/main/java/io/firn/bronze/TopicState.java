package io.firn.bronze;

import io.firn.model.OffsetRange;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the broker has for a pattern at one moment.
 *
 * @param clusterId tells one cluster from another that took its address
 * @param topics the topics that match, by name
 */
record TopicState(String clusterId, SortedMap<String, Topic> topics) {
  TopicState {
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
  }

  /**
   * One topic.
   *
   * @param id tells a topic from one that was deleted and created again under its name
   * @param partitions per partition the first offset kept and the end, in partition order
   */
  record Topic(String id, List<OffsetRange> partitions) {
    Topic {
      partitions = List.copyOf(partitions);
    }
  }
}

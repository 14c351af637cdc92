package io.firn.bench.landing;

import io.firn.bench.workload.TopicLoad;
import io.firn.bench.workload.TopicWriter;
import io.firn.bench.workload.TopicWriter.Sent;
import io.firn.model.KafkaRange;
import java.util.List;
import java.util.function.Consumer;

/** New events in the same topics for each round; all peers of a round find the same ones. */
public final class Supply {
  private final TopicWriter topics;
  private final List<TopicLoad> loads;
  private final Consumer<String> told;
  private int round = -1;
  private Sent sent;

  /** Creates the topics. */
  public static Supply create(TopicWriter topics, List<TopicLoad> loads, Consumer<String> told) {
    topics.create(loads);
    return new Supply(topics, loads, told);
  }

  private Supply(TopicWriter topics, List<TopicLoad> loads, Consumer<String> told) {
    this.topics = topics;
    this.loads = loads;
    this.told = told;
  }

  /** Sends the events of {@code next}, unless another peer had them sent. */
  void ready(int next) {
    if (next == round) {
      return;
    }
    if (next != round + 1) {
      throw new IllegalStateException("round " + next + " after round " + round);
    }
    sent = topics.append(loads, next, events -> told.accept(events + " events made"));
    round = next;
  }

  List<TopicLoad> loads() {
    return loads;
  }

  /** The offsets of this round. */
  KafkaRange range() {
    return sent.range();
  }

  /** Events of this round, and of every other. */
  long events() {
    return sent.range().length();
  }

  /** Events of all rounds so far. */
  long eventsSoFar() {
    return (round + 1) * events();
  }

  long valueBytes() {
    return sent.valueBytes();
  }
}

package io.firn.bronze;

import io.firn.change.EnvelopeRefusal;
import io.firn.model.TopicPartition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which records a landing refused: how many for each reason, and where the first ones lie. */
final class Refusals implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As many as a person looks at before deciding that all are alike. */
  private static final int SAMPLES = 3;

  private final TreeMap<String, Long> byReason = new TreeMap<>();
  private final TreeMap<String, ArrayList<Sample>> samples = new TreeMap<>();

  /** A refused record, without its bytes. */
  record Sample(RecordPlace place, String reason, String detail) implements Serializable {}

  void add(TopicPartition partition, long offset, EnvelopeRefusal refusal) {
    String reason = refusal.reason().name();
    byReason.merge(reason, 1L, Long::sum);
    keep(new Sample(new RecordPlace(partition, offset), reason, refusal.getMessage()));
  }

  private void keep(Sample sample) {
    List<Sample> kept = samples.computeIfAbsent(sample.reason(), none -> new ArrayList<>());
    if (kept.size() < SAMPLES) {
      kept.add(sample);
    }
  }

  /** Those of both, when {@code others} were met after these. */
  Refusals and(Refusals others) {
    Refusals both = new Refusals();
    for (Refusals each : List.of(this, others)) {
      each.byReason.forEach((reason, count) -> both.byReason.merge(reason, count, Long::sum));
      each.samples.values().forEach(kept -> kept.forEach(both::keep));
    }
    return both;
  }

  long count() {
    return byReason.values().stream().mapToLong(Long::longValue).sum();
  }

  SortedMap<String, Long> byReason() {
    return Collections.unmodifiableSortedMap(byReason);
  }

  /** The first few, of as many reasons as there are. */
  List<Sample> samples() {
    List<Sample> shown = new ArrayList<>();
    for (int round = 0; round < SAMPLES; round++) {
      for (List<Sample> kept : samples.values()) {
        if (round < kept.size() && shown.size() < SAMPLES) {
          shown.add(kept.get(round));
        }
      }
    }
    return shown;
  }
}

package io.firn.bronze;

import io.firn.model.OffsetRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the broker handed out no record in one topic-partition, as far as it matters: two or more
 * offsets in a row.
 *
 * <p>A hole of one offset can only be a control record or a compacted one, since an aborted
 * transaction leaves its records and its marker. Only longer holes must be looked at again to name
 * them, so that a topic of committed transactions, a hole of one behind each, costs nothing. They
 * are few; should they be many, they are kept as one span.
 */
final class Holes implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Spans kept apart for one partition. */
  private static final int MOST = 256;

  private final List<Span> spans = new ArrayList<>();

  /**
   * Offsets with holes among them.
   *
   * @param before records of the partition that were handed out before {@code range}
   * @param handedOut records that were handed out within it
   */
  record Span(OffsetRange range, long before, long handedOut) implements Serializable {
    /** Offsets without a record. */
    long missing() {
      return range.length() - handedOut;
    }

    private Span upTo(Span later) {
      return new Span(
          new OffsetRange(range.start(), later.range.end()),
          before,
          later.before + later.handedOut - before);
    }

    private Span after(long records) {
      return new Span(range, records + before, handedOut);
    }
  }

  /**
   * Notes that the offsets from {@code start} to before {@code end} brought no record.
   *
   * @param before records that were handed out before {@code start}
   */
  void add(long start, long end, long before) {
    if (end - start > 1) {
      add(new Span(new OffsetRange(start, end), before, 0));
    }
  }

  private void add(Span span) {
    spans.add(span);
    if (spans.size() > MOST) {
      Span whole = spans.get(0).upTo(span);
      spans.clear();
      spans.add(whole);
    }
  }

  /**
   * Takes in the holes of later offsets.
   *
   * @param before records that were handed out before those
   */
  void addAll(Holes later, long before) {
    later.spans.forEach(span -> add(span.after(before)));
  }

  /** In the order of offsets. */
  List<Span> spans() {
    return List.copyOf(spans);
  }
}

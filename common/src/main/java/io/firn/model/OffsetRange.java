package io.firn.model;

import java.io.Serializable;

/** Kafka offsets {@code [start, end)} of one partition. */
public record OffsetRange(long start, long end) implements Serializable {
  public OffsetRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "offset range [" + start + ", " + end + ") is not 0 <= start <= end");
    }
  }

  public long length() {
    return end - start;
  }

  public boolean isEmpty() {
    return end == start;
  }

  public boolean contains(long offset) {
    return start <= offset && offset < end;
  }
}

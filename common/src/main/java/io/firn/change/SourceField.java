package io.firn.change;

import java.io.Serializable;
import java.util.Objects;

/** One field of the source's row, as the event's schema declares it. */
public record SourceField(String name, boolean optional, SourceType type) implements Serializable {
  public SourceField {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(type, "type is null");
  }
}

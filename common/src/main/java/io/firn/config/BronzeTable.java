package io.firn.config;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One raw table fed by every topic whose whole name matches {@code topics}. The named group {@code
 * tenant}, when there is one, gives the tenant.
 */
public record BronzeTable(String name, Pattern topics, Connector connector, Format format) {
  /** Patterns are equal when their texts are; {@link Pattern} itself knows identity only. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BronzeTable that
        && name.equals(that.name)
        && topics.pattern().equals(that.topics.pattern())
        && topics.flags() == that.topics.flags()
        && connector == that.connector
        && format == that.format;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, topics.pattern(), connector, format);
  }

  public UnitName unit() {
    return new UnitName(Layer.BRONZE, name);
  }

  public boolean namesTenant() {
    return topics.pattern().contains("(?<tenant>");
  }
}

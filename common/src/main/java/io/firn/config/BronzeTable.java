package io.firn.config;

import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One raw table fed by every topic whose whole name matches {@code topics}. The named group {@code
 * tenant}, when there is one, gives the tenant.
 *
 * @param allow of those topics only these are landed; all, when it is empty
 * @param deny of those topics these are not landed
 * @param quarantine how many records of a run may be refused
 */
public record BronzeTable(
    String name,
    Pattern topics,
    Connector connector,
    Format format,
    NamePatterns allow,
    NamePatterns deny,
    QuarantineSettings quarantine) {

  /** Landing every topic that matches, with the usual limit on refused records. */
  public BronzeTable(String name, Pattern topics, Connector connector, Format format) {
    this(
        name,
        topics,
        connector,
        format,
        NamePatterns.NONE,
        NamePatterns.NONE,
        QuarantineSettings.USUAL);
  }

  /** Patterns are equal when their texts are; {@link Pattern} itself knows identity only. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BronzeTable that
        && name.equals(that.name)
        && topics.pattern().equals(that.topics.pattern())
        && topics.flags() == that.topics.flags()
        && connector == that.connector
        && format == that.format
        && allow.equals(that.allow)
        && deny.equals(that.deny)
        && quarantine.equals(that.quarantine);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, topics.pattern(), connector, format, allow, deny, quarantine);
  }

  public UnitName unit() {
    return new UnitName(Layer.BRONZE, name);
  }

  /** Whether {@code topic} feeds this table. */
  public boolean lands(String topic) {
    return topics.matcher(topic).matches() && !denies(topic);
  }

  /** Whether {@code topic} would feed this table, were it allowed. */
  public boolean denies(String topic) {
    return topics.matcher(topic).matches()
        && (deny.match(topic) || !allow.isEmpty() && !allow.match(topic));
  }

  /** The tenant that {@code topic} names; empty when the pattern names none in it. */
  public Optional<String> tenant(String topic) {
    Matcher matcher = topics.matcher(topic);
    return namesTenant() && matcher.matches()
        ? Optional.ofNullable(matcher.group("tenant"))
        : Optional.empty();
  }

  public boolean namesTenant() {
    return topics.pattern().contains("(?<tenant>");
  }
}

package io.firn.bronze;

import io.firn.model.UnitName;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which refused records are meant; an empty set leaves that part open.
 *
 * @param units never empty: records of units that the pipeline does not have are never meant
 */
public record QuarantineFilter(
    Set<UnitName> units,
    Set<String> reasons,
    Set<String> topics,
    Set<String> tenants,
    Set<RecordPlace> places) {
  public QuarantineFilter {
    units = Set.copyOf(units);
    reasons = Set.copyOf(reasons);
    topics = Set.copyOf(topics);
    tenants = Set.copyOf(tenants);
    places = Set.copyOf(places);
  }

  /** All records of {@code units}. */
  public static QuarantineFilter of(Set<UnitName> units) {
    return new QuarantineFilter(units, Set.of(), Set.of(), Set.of(), Set.of());
  }

  boolean matches(QuarantinedRecord record) {
    return units.contains(record.unit())
        && open(reasons, record.refused().reason())
        && open(topics, record.place().partition().topic())
        && (tenants.isEmpty() || record.tenant().filter(tenants::contains).isPresent())
        && open(places, record.place());
  }

  private static <T> boolean open(Set<T> wanted, T found) {
    return wanted.isEmpty() || wanted.contains(found);
  }

  /** Topics that a matching record can only be of; empty when it may be of any. */
  Set<String> onlyTopics() {
    TreeSet<String> only = new TreeSet<>(topics);
    if (only.isEmpty()) {
      places.forEach(place -> only.add(place.partition().topic()));
    }
    return only;
  }
}

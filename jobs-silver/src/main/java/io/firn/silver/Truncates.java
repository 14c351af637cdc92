package io.firn.silver;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last truncate of each tenant: whatever stands before it in the order is gone, whatever stands
 * behind it is not touched.
 *
 * <p>The last one is enough to remember, since what an earlier one emptied the last one empties
 * too. It is remembered for good, with silver's progress. A truncate has no key, so it comes in any
 * partition of its topic, and a change that stands before it may well be landed after it from
 * another partition. A tenant that was ever truncated costs one entry.
 *
 * @param last by tenant; by the empty text when topics name no tenant
 */
record Truncates(SortedMap<String, Image.Sequence> last) implements Serializable {
  static final Truncates NONE = new Truncates(new TreeMap<>());

  private static final String NO_TENANT = "";

  Truncates {
    last = Collections.unmodifiableSortedMap(new TreeMap<>(last));
  }

  /** These with one more. */
  Truncates with(String tenant, Image.Sequence at) {
    TreeMap<String, Image.Sequence> more = new TreeMap<>(last);
    more.merge(named(tenant), at, (one, other) -> one.compareTo(other) > 0 ? one : other);
    return new Truncates(more);
  }

  Truncates with(Truncates others) {
    Truncates all = this;
    for (Map.Entry<String, Image.Sequence> entry : others.last.entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }

  boolean isEmpty() {
    return last.isEmpty();
  }

  /** The truncate that emptied what {@code tenant} had at {@code at}, when there was one. */
  Optional<Image.Sequence> after(String tenant, Image.Sequence at) {
    return Optional.ofNullable(last.get(named(tenant))).filter(last -> last.compareTo(at) > 0);
  }

  /** Whether what stood at {@code at} was gone when the change at {@code then} was made. */
  boolean isBetween(String tenant, Image.Sequence at, Image.Sequence then) {
    return after(tenant, at).filter(truncate -> truncate.compareTo(then) < 0).isPresent();
  }

  private static String named(String tenant) {
    return tenant == null ? NO_TENANT : tenant;
  }
}

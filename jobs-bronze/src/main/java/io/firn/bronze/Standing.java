package io.firn.bronze;

import java.io.Serializable;
import java.util.Optional;

/**
 * Where a partition stands before it is read.
 *
 * @param high the greatest position landed before in {@code era}; null when there is none
 * @param refusedUpTo the first offset whose refused records are not in quarantine yet: a run that
 *     crashed after its quarantine commit must not write them again
 * @param mayRestart whether positions that go back begin a new era, as a person accepted
 */
record Standing(int era, String high, long refusedUpTo, boolean mayRestart)
    implements Serializable {
  static final Standing NONE = new Standing(0, null, 0, false);

  Optional<String> greatest() {
    return Optional.ofNullable(high);
  }
}

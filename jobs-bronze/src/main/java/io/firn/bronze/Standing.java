package io.firn.bronze;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/**
 * Where a partition stands before it is read.
 *
 * @param high the greatest position landed before in {@code era}; null when there is none
 * @param refused offsets whose records are in quarantine: a run that ended behind its quarantine
 *     commit and before bronze's left them there, or bronze was taken back since; they are not
 *     written again
 * @param mayRestart whether positions that go back begin a new era, as a person accepted
 */
record Standing(int era, String high, Set<Long> refused, boolean mayRestart)
    implements Serializable {
  static final Standing NONE = new Standing(0, null, Set.of(), false);

  Optional<String> greatest() {
    return Optional.ofNullable(high);
  }
}

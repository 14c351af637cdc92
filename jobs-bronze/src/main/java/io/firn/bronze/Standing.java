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
 * @param held offsets that are kept already, of a partition that is replayed
 */
record Standing(int era, String high, Set<Long> refused, boolean mayRestart, HeldOffsets held)
    implements Serializable {
  static final Standing NONE = new Standing(0, null, Set.of(), false);

  /** Nothing of what is read stands in bronze yet. */
  Standing(int era, String high, Set<Long> refused, boolean mayRestart) {
    this(era, high, refused, mayRestart, HeldOffsets.NONE);
  }

  Optional<String> greatest() {
    return Optional.ofNullable(high);
  }
}

package io.firn.commit;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;

/**
 * Compare-and-set on progress. Iceberg calls it on refreshed metadata at every attempt of a commit,
 * so that of two runs that started from the same progress only one gets in.
 *
 * <p>When no snapshot in the ancestry carries progress although the run started from some (expiry
 * removed it, only other tools' snapshots are left, the table property answered), the fence cannot
 * compare texts. It then demands that the head is still the one the run planned on: any Firn commit
 * in between would have moved it.
 */
final class Fence implements SnapshotAncestryValidator {
  private final String progressKey;
  private final Optional<String> expected;
  private final OptionalLong plannedHead;
  private String found = "nothing";

  Fence(String progressKey, Optional<String> expected, OptionalLong plannedHead) {
    this.progressKey = progressKey;
    this.expected = expected;
    this.plannedHead = plannedHead;
  }

  @Override
  public boolean validate(Iterable<Snapshot> ancestry) {
    OptionalLong head = OptionalLong.empty();
    for (Snapshot snapshot : ancestry) {
      if (head.isEmpty()) {
        head = OptionalLong.of(snapshot.snapshotId());
      }
      Optional<String> carried = Progress.of(snapshot, progressKey).map(Progress::text);
      if (carried.isPresent()) {
        found = carried.get();
        return carried.equals(expected);
      }
    }
    found = "no progress, head " + head;
    return expected.isEmpty() || head.equals(plannedHead);
  }

  @Override
  public String errorMessage() {
    return "progress moved: expected " + expected.orElse("none") + ", found " + found;
  }
}

package io.firn.commit;

import java.util.Iterator;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;

/** Demands that nothing at all was committed since the table was looked at. */
final class HeadFence implements SnapshotAncestryValidator {
  private final OptionalLong planned;
  private OptionalLong found = OptionalLong.empty();

  HeadFence(OptionalLong planned) {
    this.planned = planned;
  }

  @Override
  public boolean validate(Iterable<Snapshot> ancestry) {
    Iterator<Snapshot> newestFirst = ancestry.iterator();
    found =
        newestFirst.hasNext()
            ? OptionalLong.of(newestFirst.next().snapshotId())
            : OptionalLong.empty();
    return found.equals(planned);
  }

  @Override
  public String errorMessage() {
    return "the head moved: expected " + planned + ", found " + found;
  }
}

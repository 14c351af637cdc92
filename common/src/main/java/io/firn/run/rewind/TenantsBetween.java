package io.firn.run.rewind;

import io.firn.commit.TakenBack;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.run.rewind.Cut.Stand;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Refuses a cut between a tenant's way back and where it went. Bronze's accounts tell what stands
 * by their offsets and their order in time: the run that landed the tenant's offsets again has made
 * those of the runs before it void, and begins before the cut and ends behind it. Main would go to
 * a snapshot that holds the rows of the void ones, and no account would tell of them.
 */
final class TenantsBetween {
  private TenantsBetween() {}

  /**
   * @throws FirnException HISTORY when {@code cut} lies there
   */
  static void refuse(Cut cut) {
    cut.tables()
        .forEach(
            (unit, stand) -> {
              if (unit.layer() == Layer.BRONZE) {
                between(stand)
                    .ifPresent(
                        point -> {
                          throw refusal(cut.target(), stand, point);
                        });
              }
            });
  }

  /** The snapshot that takes a tenant back from behind the cut to before it. */
  static Optional<Point> between(Stand stand) {
    List<Point> left = stand.left();
    return IntStream.range(0, left.size())
        .filter(place -> left.get(place).takenBack().isPresent())
        .filter(
            place -> left.subList(0, place).stream().anyMatch(since -> since.ledger().isPresent()))
        .filter(place -> goesFurther(left.get(place).takenBack().orElseThrow(), stand))
        .mapToObj(left::get)
        .findFirst();
  }

  /** Whether the tenant went to before the cut: rows were landed between the two. */
  private static boolean goesFurther(TakenBack note, Stand stand) {
    for (Point point : stand.left()) {
      if (note.snapshot().equals(Optional.of(point.snapshot()))) {
        return false;
      }
    }
    for (Point point : stand.kept()) {
      if (note.snapshot().equals(Optional.of(point.snapshot()))) {
        return false;
      }
      if (point.ledger().isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static FirnException refusal(Target target, Stand stand, Point point) {
    TakenBack note = point.takenBack().orElseThrow();
    return new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            "Cannot rewind to "
                + target
                + ": tenant "
                + note.tenant()
                + " was taken back over it, and landed again since",
            stand.history().unit().tableName().toString(),
            "a target at or before " + note.target() + ", or after the tenant was taken back",
            "tenant "
                + note.tenant()
                + " taken back to "
                + note.target()
                + " at "
                + point.committedAt(),
            "Rewind to " + note.target() + ", or with --to-time " + point.committedAt() + "."));
  }
}

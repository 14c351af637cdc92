package io.firn.commit;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Sets a table's main branch back to an earlier snapshot of its history.
 *
 * <p>Branch and properties change in one commit. Progress goes back with the branch, since {@link
 * Progress} follows main's ancestry; the properties that repeat it for the day when expiry has
 * removed the summaries are set to what that snapshot said. Nothing is deleted: the snapshots that
 * main leaves stay until expiry.
 *
 * <p>The fence is the table's metadata as it was when the rewind was planned: any commit since, of
 * whatever kind, refuses the move. A run that is at work meanwhile is refused in turn by its own
 * {@link Fence}, as its progress is no longer in main's ancestry.
 */
public final class TableRewind {
  private final Table table;
  private final UnitName unit;
  private final RewindNote note;

  /**
   * @param table as it was loaded when the rewind was planned, and not refreshed since
   */
  public TableRewind(Table table, UnitName unit, RewindNote note) {
    this.table = table;
    this.unit = unit;
    this.note = note;
  }

  /** Where main is to stand, and the progress and run key that hold there. */
  public record Place(long snapshot, Optional<String> progress, Optional<String> runKey) {}

  /**
   * Moves main; with no place the table has no snapshot and no progress afterwards, as before its
   * first commit.
   *
   * @throws FirnException FENCED when the table changed since it was loaded; TRANSIENT when the
   *     catalog did not say how the commit ended
   */
  public void to(Optional<Place> place) {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata planned = operations.current();
    try {
      operations.commit(planned, rewound(planned, place));
    } catch (CommitStateUnknownException unknown) {
      settle(place, unknown);
    } catch (CommitFailedException refused) {
      throw fenced(refused);
    }
    table.refresh();
  }

  private TableMetadata rewound(TableMetadata planned, Optional<Place> place) {
    TableMetadata.Builder builder = TableMetadata.buildFrom(planned);
    place.ifPresentOrElse(
        to -> builder.setBranchSnapshot(to.snapshot(), SnapshotRef.MAIN_BRANCH),
        () -> removeMain(planned, builder));
    Map<String, String> properties = new TreeMap<>();
    place.flatMap(Place::progress).ifPresent(text -> properties.put(CommitKeys.PROGRESS, text));
    place.flatMap(Place::runKey).ifPresent(key -> properties.put(CommitKeys.RUN_KEY, key));
    Set<String> gone = new TreeSet<>(Set.of(CommitKeys.PROGRESS, CommitKeys.RUN_KEY));
    gone.removeAll(properties.keySet());
    properties.put(
        RewindNote.PROPERTY,
        note.addedTo(
            planned.properties(),
            head(planned),
            place.map(to -> Long.toString(to.snapshot())).orElse("none")));
    return builder.removeProperties(gone).setProperties(properties).build();
  }

  /**
   * A REST catalog compares only what the changes ask it to, and asks nothing when a branch is
   * removed. Setting main where it stands, with another retention, first makes it compare main's
   * head; the removal then takes both away.
   */
  private static void removeMain(TableMetadata planned, TableMetadata.Builder builder) {
    SnapshotRef main = planned.ref(SnapshotRef.MAIN_BRANCH);
    if (main == null) {
      return;
    }
    int other = Objects.requireNonNullElse(main.minSnapshotsToKeep(), 1) + 1;
    builder
        .setRef(
            SnapshotRef.MAIN_BRANCH,
            SnapshotRef.builderFrom(main).minSnapshotsToKeep(other).build())
        .removeRef(SnapshotRef.MAIN_BRANCH);
  }

  private static String head(TableMetadata metadata) {
    Snapshot head = metadata.currentSnapshot();
    return head == null ? "none" : Long.toString(head.snapshotId());
  }

  private void settle(Optional<Place> place, CommitStateUnknownException unknown) {
    table.refresh();
    Snapshot head = table.currentSnapshot();
    OptionalLong found = head == null ? OptionalLong.empty() : OptionalLong.of(head.snapshotId());
    OptionalLong wanted =
        place.map(to -> OptionalLong.of(to.snapshot())).orElse(OptionalLong.empty());
    if (!found.equals(wanted)) {
      throw new FirnException(
          new Failure(
              ErrorKind.TRANSIENT,
              "The catalog did not say whether " + unit + " was set back",
              table.name(),
              "snapshot " + text(wanted),
              "snapshot " + text(found),
              "Rewind again: tables that are back already stay where they are."),
          unknown);
    }
  }

  private static String text(OptionalLong snapshot) {
    return snapshot.isPresent() ? Long.toString(snapshot.getAsLong()) : "none";
  }

  private FirnException fenced(CommitFailedException refused) {
    return new FirnException(
        new Failure(
            ErrorKind.FENCED,
            "Another writer changed " + unit + " since the rewind was planned",
            table.name(),
            "the table as it was planned from",
            refused.getMessage(),
            "This table was not moved. Stop the run that is at work and rewind again: tables that"
                + " are back already stay where they are."),
        refused);
  }
}

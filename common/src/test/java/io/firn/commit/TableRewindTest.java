package io.firn.commit;

import static io.firn.commit.CommitTable.UNIT;
import static io.firn.commit.CommitTable.deletes;
import static io.firn.commit.CommitTable.rows;
import static io.firn.commit.CommitTable.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.TableRewind.Place;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.UpdateRequirements;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRewindTest {
  private static final RewindNote NOTE =
      new RewindNote("ann", Instant.parse("2026-01-02T03:04:05Z"), "run run-1");

  @TempDir private Path folder;
  private CommitTable table;
  private long first;

  @BeforeEach
  void createTable() {
    table = CommitTable.unpartitioned(folder);
    Table one = table.load();
    first = new TableCommit(one, stamp("run-1", null, "p1")).append(rows(one, 1, 2));
    Table two = table.load();
    WrittenFiles files = WrittenFiles.merge(List.of(rows(two, 3), deletes(two, 1)));
    new TableCommit(two, stamp("run-2", "p1", "p2")).upsert(files);
  }

  @AfterEach
  void closeTable() {
    table.close();
  }

  @Test
  void rowsProgressAndRunKeyGoBackTogetherAndTheNextCommitGoesOnFromThere() {
    rewind(table.load(), toFirst());

    assertThat(table.ids()).containsExactly(1L, 2L);
    assertThat(Progress.read(table.load()).map(Progress::text)).contains("p1");
    assertThat(table.load().properties())
        .containsEntry(CommitKeys.PROGRESS, "p1")
        .containsEntry(CommitKeys.RUN_KEY, "run-1");
    assertThat(Progress.committedBy(table.load(), "run-2")).isFalse();
    assertThat(Progress.committedBy(table.load(), "run-1")).isTrue();

    Table again = table.load();
    new TableCommit(again, stamp("run-2", "p1", "p2")).append(rows(again, 4));
    assertThat(table.ids()).containsExactly(1L, 2L, 4L);
  }

  @Test
  void withNoPlaceTheTableIsAsBeforeItsFirstCommit() {
    rewind(table.load(), Optional.empty());

    assertThat(table.load().currentSnapshot()).isNull();
    assertThat(table.ids()).isEmpty();
    assertThat(Progress.read(table.load())).isEmpty();
    assertThat(table.load().properties()).doesNotContainKey(CommitKeys.PROGRESS);

    Table again = table.load();
    new TableCommit(again, stamp("run-1", null, "p1")).append(rows(again, 9));
    assertThat(table.ids()).containsExactly(9L);
    assertThat(table.load().currentSnapshot().parentId()).isNull();
  }

  @Test
  void aCommitSinceThePlanRefusesTheMove() {
    Table planned = table.load();
    Table other = table.load();
    new TableCommit(other, stamp("run-3", "p2", "p3")).append(rows(other, 5));

    assertThatThrownBy(() -> rewind(planned, toFirst()))
        .hasMessageContaining("Another writer changed silver:orders since the rewind was planned")
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.FENCED));
    assertThat(table.ids()).containsExactly(2L, 3L, 5L);
  }

  @Test
  void aRunThatWasPlannedBeforeTheRewindIsRefusedAfterIt() {
    Table planned = table.load();
    TableCommit overlooked = new TableCommit(planned, stamp("run-3", "p2", "p3"));
    WrittenFiles files = rows(planned, 5);
    rewind(table.load(), toFirst());

    assertThatThrownBy(() -> overlooked.append(files))
        .hasMessageContaining("progress moved: expected p2, found p1");
    assertThat(table.ids()).containsExactly(1L, 2L);
  }

  @Test
  void theTableRemembersWhoWentWhere() {
    Table planned = table.load();
    long head = planned.currentSnapshot().snapshotId();
    rewind(planned, toFirst());
    rewind(table.load(), Optional.empty());

    assertThat(table.load().properties().get(RewindNote.PROPERTY))
        .contains("\"by\":\"ann\",\"at\":\"2026-01-02T03:04:05Z\",\"target\":\"run run-1\"")
        .contains("\"from\":\"" + head + "\",\"to\":\"" + first + "\"")
        .contains("\"from\":\"" + first + "\",\"to\":\"none\"");
  }

  @Test
  void onlyTheNewestNotesAreKept() {
    for (int i = 0; i < 25; i++) {
      rewind(table.load(), toFirst());
    }

    assertThat(table.load().properties().get(RewindNote.PROPERTY).split("\"by\"", -1)).hasSize(21);
  }

  @Test
  void aRestCatalogIsToldToCompareMainsHeadBothWays() {
    for (Optional<Place> place : List.of(toFirst(), Optional.<Place>empty())) {
      Table planned = table.load();
      long head = planned.currentSnapshot().snapshotId();
      Asked asked = new Asked(((HasTableOperations) planned).operations(), false);

      rewind(new BaseTable(asked, "asked"), place);

      assertThat(asked.requirements)
          .filteredOn(UpdateRequirement.AssertRefSnapshotID.class::isInstance)
          .map(UpdateRequirement.AssertRefSnapshotID.class::cast)
          .anySatisfy(
              compared -> {
                assertThat(compared.refName()).isEqualTo("main");
                assertThat(compared.snapshotId()).isEqualTo(head);
              });
    }
  }

  @Test
  void aMoveWhoseEndIsUnknownIsLookedUp() {
    Table planned = table.load();
    Asked unsure = new Asked(((HasTableOperations) planned).operations(), true);

    rewind(new BaseTable(unsure, "unsure"), toFirst());

    assertThat(table.ids()).containsExactly(1L, 2L);
  }

  private Optional<Place> toFirst() {
    return Optional.of(new Place(first, Optional.of("p1"), Optional.of("run-1")));
  }

  private static void rewind(Table planned, Optional<Place> place) {
    new TableRewind(planned, UNIT, NOTE).to(place);
  }

  /** Commits, remembers what a REST catalog would compare, and may not say how it ended. */
  private static final class Asked implements TableOperations {
    private final TableOperations real;
    private final boolean silent;
    private List<UpdateRequirement> requirements = List.of();

    private Asked(TableOperations real, boolean silent) {
      this.real = real;
      this.silent = silent;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
      requirements = UpdateRequirements.forUpdateTable(base, metadata.changes());
      real.commit(base, metadata);
      if (silent) {
        throw new CommitStateUnknownException(new IllegalStateException("connection reset"));
      }
    }

    @Override
    public TableMetadata current() {
      return real.current();
    }

    @Override
    public TableMetadata refresh() {
      return real.refresh();
    }

    @Override
    public FileIO io() {
      return real.io();
    }

    @Override
    public String metadataFileLocation(String fileName) {
      return real.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
      return real.locationProvider();
    }
  }
}

package io.firn.commit;

import static io.firn.commit.CommitTable.rows;
import static io.firn.commit.CommitTable.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is seen once it was looked at, or never. */
class StagedCommitTest {
  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void createTable() {
    table = CommitTable.unpartitioned(folder);
    append("run-1", null, "p1", 1);
  }

  @AfterEach
  void closeTable() {
    table.close();
  }

  @Test
  void whatIsStagedNobodySees() {
    long staged = stage(table.load(), "run-2", "p1", "p2", 2);

    assertThat(table.ids()).containsExactly(1L);
    assertThat(Progress.read(table.load()).map(Progress::text)).hasValue("p1");
    assertThat(Progress.committedBy(table.load(), "run-2")).isFalse();
    assertThat(table.load().properties())
        .containsEntry(CommitKeys.PROGRESS, "p1")
        .containsEntry(CommitKeys.RUN_KEY, "run-1");
    assertThat(table.load().snapshot(StagedCommit.BRANCH).snapshotId()).isEqualTo(staged);
  }

  @Test
  void publishingShowsRowsAndProgressAndTakesTheBranchAway() {
    Table loaded = table.load();
    Stamp stamp = stamp("run-2", "p1", "p2");
    long staged = new TableCommit(loaded, stamp).staging().replace(rows(loaded, 2));

    long published =
        new StagedCommit(loaded, stamp.withProperties(Map.of("found", "all well")), staged)
            .publish();

    assertThat(published).isEqualTo(staged);
    assertThat(table.ids()).containsExactly(2L);
    assertThat(Progress.read(table.load()).map(Progress::text)).hasValue("p2");
    assertThat(Progress.committedBy(table.load(), "run-2")).isTrue();
    assertThat(table.load().refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
    assertThat(table.load().currentSnapshot().summary()).containsEntry("total-records", "1");
    assertThat(table.load().properties())
        .containsEntry(CommitKeys.PROGRESS, "p2")
        .containsEntry(CommitKeys.RUN_KEY, "run-2")
        .containsEntry("found", "all well");
  }

  @Test
  void theFirstRowsOfATableCanBeStaged() {
    try (CommitTable empty = CommitTable.unpartitioned(folder.resolve("empty"))) {
      Table loaded = empty.load();
      Stamp stamp = stamp("run-1", null, "p1");
      long staged = new TableCommit(loaded, stamp).staging().replace(rows(loaded, 1));
      assertThat(empty.load().currentSnapshot()).isNull();

      new StagedCommit(loaded, stamp, staged).publish();

      assertThat(empty.ids()).containsExactly(1L);
    }
  }

  @Test
  void theNextRunBeginsAnew() {
    stage(table.load(), "run-2", "p1", "p2", 666);

    Table loaded = table.load();
    Stamp stamp = stamp("run-3", "p1", "p3");
    long staged = new TableCommit(loaded, stamp).staging().append(rows(loaded, 3));
    new StagedCommit(loaded, stamp, staged).publish();

    assertThat(table.ids()).containsExactly(1L, 3L);
    assertThat(table.load().currentSnapshot().summary()).containsEntry("total-records", "2");
  }

  @Test
  void aRunDoesNotPublishWhatAnotherStaged() {
    Table first = table.load();
    long staged = stage(first, "run-2", "p1", "p2", 2);
    stage(table.load(), "run-3", "p1", "p3", 666);

    assertThatThrownBy(() -> new StagedCommit(first, stamp("run-2", "p1", "p2"), staged).publish())
        .isInstanceOfSatisfying(
            FirnException.class,
            fenced -> assertThat(fenced.failure().kind()).isEqualTo(ErrorKind.FENCED))
        .hasMessageContaining("Nothing of this run was published");
    assertThat(table.ids()).containsExactly(1L);
  }

  @Test
  void rowsCommittedMeanwhileAreNotLost() {
    Table first = table.load();
    long staged = stage(first, "run-2", "p1", "p2", 2);
    append("run-3", "p1", "p3", 3);

    assertThatThrownBy(() -> new StagedCommit(first, stamp("run-2", "p1", "p2"), staged).publish())
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("Another writer changed the table");
    assertThat(table.ids()).containsExactly(1L, 3L);
  }

  @Test
  void progressThatMovedIsSeenBeforeAnythingIsStaged() {
    assertThatThrownBy(() -> stage(table.load(), "run-2", "p0", "p2", 2))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("Another writer changed the table");
  }

  /** How a run shows what it staged. */
  interface Publisher {
    void publish(Table table, Stamp stamp, long staged);
  }

  /** One of two runs takes its next step: it loads and stages, or it publishes. */
  @Provide
  Arbitrary<List<Boolean>> turns() {
    return Arbitraries.of(true, false).list().ofMinSize(2).ofMaxSize(10);
  }

  @Property(tries = 8)
  void twoRunsAtATimeLoseNoRowAndShowNoneUnseen(@ForAll("turns") List<Boolean> turns) {
    assertThat(broken(turns, (table, stamp, id) -> new StagedCommit(table, stamp, id).publish()))
        .isEmpty();
  }

  /** The same, shown to bite: a publisher that takes the branch as it finds it. */
  @Test
  void whoTakesTheBranchAsItIsBreaksTheLaw() {
    Publisher careless =
        (table, stamp, id) -> {
          table.refresh();
          if (table.refs().containsKey(StagedCommit.BRANCH)) {
            table
                .manageSnapshots()
                .fastForwardBranch(SnapshotRef.MAIN_BRANCH, StagedCommit.BRANCH)
                .removeBranch(StagedCommit.BRANCH)
                .commit();
          }
        };

    assertThat(broken(List.of(true, false, true, false), careless)).isNotEmpty();
  }

  /**
   * Each run stages one row of its own on what it finds and remembers what it looked at. Returns
   * what is wrong in the end: readers must see the rows of those that were told that they
   * published, each once.
   */
  private static Optional<String> broken(List<Boolean> turns, Publisher publisher) {
    try (CommitTable shared = CommitTable.unpartitioned(temporary())) {
      Run[] runs = {new Run("a", 1000), new Run("b", 2000)};
      List<Long> published = new ArrayList<>();
      for (boolean first : turns) {
        runs[first ? 0 : 1].step(shared, publisher).ifPresent(published::add);
      }
      List<Long> expected = published.stream().sorted().toList();
      return shared.ids().equals(expected)
          ? Optional.empty()
          : Optional.of(shared.ids() + " instead of " + expected);
    }
  }

  private static final class Run {
    private final String name;
    private long row;
    private Optional<Table> staged = Optional.empty();
    private Stamp stamp;
    private long snapshot;

    private Run(String name, long row) {
      this.name = name;
      this.row = row;
    }

    /** The row that was published by this step, if it was one. */
    private Optional<Long> step(CommitTable shared, Publisher publisher) {
      try {
        if (staged.isEmpty()) {
          Table loaded = shared.load();
          String before = Progress.read(loaded).map(Progress::text).orElse(null);
          stamp = stamp(name + ++row, before, name + row);
          snapshot = new TableCommit(loaded, stamp).staging().append(rows(loaded, row));
          staged = Optional.of(loaded);
          return Optional.empty();
        }
        Table looked = staged.get();
        staged = Optional.empty();
        publisher.publish(looked, stamp, snapshot);
        return Optional.of(row);
      } catch (FirnException fenced) {
        return Optional.empty();
      }
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("staged");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void append(String runKey, String expected, String next, long id) {
    Table loaded = table.load();
    new TableCommit(loaded, stamp(runKey, expected, next)).append(rows(loaded, id));
  }

  private static long stage(Table loaded, String runKey, String expected, String next, long id) {
    return new TableCommit(loaded, stamp(runKey, expected, next))
        .staging()
        .replace(rows(loaded, id));
  }
}

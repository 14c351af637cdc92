package io.firn.commit;

import static io.firn.commit.CommitTable.deletes;
import static io.firn.commit.CommitTable.nothing;
import static io.firn.commit.CommitTable.rows;
import static io.firn.commit.CommitTable.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows, progress and fence go in as one, or not at all. */
class TableCommitTest {
  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void createTable() {
    table = CommitTable.bucketed(folder);
  }

  @AfterEach
  void closeTable() {
    table.close();
  }

  @Test
  void anAppendCarriesItsProgress() {
    Table planned = table.load();

    long snapshot =
        new TableCommit(planned, stamp("run-1", null, "p1").with(Map.of("firn.ledger", "[]")))
            .append(rows(planned, 1, 2, 3));

    assertThat(table.ids()).containsExactly(1L, 2L, 3L);
    assertThat(table.load().currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertThat(table.load().currentSnapshot().operation()).isEqualTo(DataOperations.APPEND);
    assertThat(table.load().currentSnapshot().summary())
        .containsEntry(CommitKeys.PROGRESS, "p1")
        .containsEntry(CommitKeys.RUN_KEY, "run-1")
        .containsEntry(CommitKeys.UNIT, "silver:orders")
        .containsEntry(CommitKeys.LEDGER, "[]");
    assertThat(table.load().properties())
        .containsEntry(CommitKeys.PROGRESS, "p1")
        .containsEntry(CommitKeys.RUN_KEY, "run-1");
  }

  @Test
  void anAppendWithoutFilesMovesTheProgress() {
    commit("run-1", null, "p1", 1);

    long snapshot = new TableCommit(table.load(), stamp("run-2", "p1", "p2")).append(nothing());

    assertThat(table.ids()).containsExactly(1L);
    assertThat(Progress.read(table.load()).orElseThrow().text()).isEqualTo("p2");
    assertThat(table.load().currentSnapshot().snapshotId()).isEqualTo(snapshot);
  }

  @Test
  void anUpsertOfNothingMovesTheProgress() {
    commit("run-1", null, "p1", 1);
    new TableCommit(table.load(), stamp("run-2", "p1", "p2")).upsert(nothing());

    assertThat(Progress.read(table.load()).orElseThrow().text()).isEqualTo("p2");
  }

  @Test
  void anUpsertReplacesRowsAndCarriesItsProgress() {
    commit("run-1", null, "p1", 1, 2, 3);
    Table planned = table.load();

    new TableCommit(planned, stamp("run-2", "p1", "p2"))
        .upsert(WrittenFiles.merge(List.of(rows(planned, 2, 4), deletes(planned, 2, 3))));

    assertThat(table.ids()).containsExactly(1L, 2L, 4L);
    assertProgress("p2", "run-2");
  }

  @Test
  void aReplacementLeavesNoOldRow() {
    commit("run-1", null, "p1", 1, 2, 3);
    Table planned = table.load();

    new TableCommit(planned, stamp("run-2", "p1", "p2")).replace(rows(planned, 3, 4));

    assertThat(table.ids()).containsExactly(3L, 4L);
    assertProgress("p2", "run-2");
  }

  @Test
  void aReplacementWithNothingEmptiesTheTable() {
    commit("run-1", null, "p1", 1, 2, 3);
    new TableCommit(table.load(), stamp("run-2", "p1", "p2")).replace(nothing());

    assertThat(table.ids()).isEmpty();
    assertProgress("p2", "run-2");
  }

  @Test
  void ofTwoRunsFromOneProgressTheSecondIsFenced() {
    commit("run-1", null, "p1", 1);
    Table first = table.load();
    Table second = table.load();
    WrittenFiles late = rows(second, 2);
    new TableCommit(first, stamp("run-2", "p1", "p2")).append(rows(first, 2));

    assertFenced(() -> new TableCommit(second, stamp("run-3", "p1", "p2")).append(late));

    assertThat(table.ids()).containsExactly(1L, 2L);
    assertProgress("p2", "run-2");
    assertThat(late.data())
        .isNotEmpty()
        .noneMatch(file -> table.load().io().newInputFile(file.location()).exists());
  }

  @Test
  void ofTwoFirstRunsTheSecondIsFenced() {
    Table first = table.load();
    Table second = table.load();
    new TableCommit(first, stamp("run-1", null, "p1")).append(rows(first, 1));

    assertFenced(() -> new TableCommit(second, stamp("run-2", null, "p1")).append(rows(second, 1)));

    assertThat(table.ids()).containsExactly(1L);
  }

  @Test
  void replacementsAndUpsertsAreFencedToo() {
    commit("run-1", null, "p1", 1);
    Table stale = table.load();
    WrittenFiles upserted = WrittenFiles.merge(List.of(rows(stale, 1), deletes(stale, 1)));
    commit("run-2", "p1", "p2", 2);

    assertFenced(() -> new TableCommit(stale, stamp("run-3", "p1", "p2")).upsert(upserted));
    assertFenced(() -> new TableCommit(stale, stamp("run-3", "p1", "p2")).replace(nothing()));

    assertThat(table.ids()).containsExactly(1L, 2L);
    assertThat(upserted.deletes())
        .isNotEmpty()
        .noneMatch(file -> table.load().io().newInputFile(file.location()).exists());
  }

  @Test
  void aForeignAppendBetweenPlanAndCommitIsNoObstacle() {
    commit("run-1", null, "p1", 1);
    Table planned = table.load();
    foreignAppend(7);

    new TableCommit(planned, stamp("run-2", "p1", "p2")).append(rows(planned, 2));

    assertThat(table.ids()).containsExactly(1L, 2L, 7L);
  }

  @Test
  void aDeleteIntoAFileThatWasCompactedAwayIsRefused() {
    commit("run-1", null, "p1", 1, 2, 3);
    Table planned = table.load();
    WrittenFiles upsert = WrittenFiles.merge(List.of(rows(planned, 2), deletes(planned, 2)));
    compact();

    assertFenced(() -> new TableCommit(planned, stamp("run-2", "p1", "p2")).upsert(upsert));

    assertThat(table.ids()).containsExactly(1L, 2L, 3L);
    assertThat(Progress.read(table.load()).orElseThrow().text()).isEqualTo("p1");
  }

  @Test
  void twoDeletesOfOneRowDoNotBothGetIn() {
    commit("run-1", null, "p1", 1, 2, 3);
    Table planned = table.load();
    WrittenFiles upsert = WrittenFiles.merge(List.of(rows(planned, 2), deletes(planned, 2)));
    RowDelta foreign = table.load().newRowDelta();
    deletes(table.load(), 2).deletes().forEach(foreign::addDeletes);
    foreign.commit();

    assertFenced(() -> new TableCommit(planned, stamp("run-2", "p1", "p2")).upsert(upsert));

    assertThat(table.ids()).containsExactly(1L, 3L);
  }

  private void commit(String runKey, String expected, String next, long... ids) {
    Table planned = table.load();
    new TableCommit(planned, stamp(runKey, expected, next)).append(rows(planned, ids));
  }

  private void foreignAppend(long id) {
    Table foreign = table.load();
    TableCommit.appendFacts(foreign, rows(foreign, id));
  }

  private void compact() {
    Table foreign = table.load();
    Set<DataFile> files = new HashSet<>();
    foreign.newScan().planFiles().forEach(task -> files.add(task.file()));
    WrittenFiles rewritten = rows(foreign, 1, 2, 3);
    RewriteFiles compaction = foreign.newRewrite();
    files.forEach(compaction::deleteFile);
    rewritten.data().forEach(compaction::addFile);
    compaction.commit();
  }

  private void assertProgress(String text, String runKey) {
    Snapshot head = table.load().currentSnapshot();
    assertThat(Progress.of(head, CommitKeys.PROGRESS).orElseThrow().text()).isEqualTo(text);
    assertThat(table.load().properties())
        .containsEntry(CommitKeys.PROGRESS, text)
        .containsEntry(CommitKeys.RUN_KEY, runKey);
  }

  private static void assertFenced(ThrowingCallable commit) {
    assertThatThrownBy(commit)
        .hasMessageContaining("Another writer changed the table")
        .isInstanceOfSatisfying(
            FirnException.class,
            fenced -> assertThat(fenced.failure().kind()).isEqualTo(ErrorKind.FENCED));
  }
}

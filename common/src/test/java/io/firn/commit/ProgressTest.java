package io.firn.commit;

import static io.firn.commit.CommitTable.nothing;
import static io.firn.commit.CommitTable.rows;
import static io.firn.commit.CommitTable.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.FirnException;
import io.firn.model.RunKey;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table says that it holds, whatever other tools did to it meanwhile. */
class ProgressTest {
  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void createTable() {
    table = CommitTable.unpartitioned(folder);
  }

  @AfterEach
  void closeTable() {
    table.close();
  }

  @Test
  void aTableWithoutACommitHasNone() {
    assertThat(Progress.read(table.load())).isEmpty();
    assertThat(Progress.committedBy(table.load(), "run-1")).isFalse();
  }

  @Test
  void itIsThatOfTheNewestCommit() {
    commit("run-1", null, "p1");
    long second = commit("run-2", "p1", "p2");

    assertThat(Progress.read(table.load()))
        .contains(new Progress("p2", Optional.of("run-2"), OptionalLong.of(second)));
    assertThat(Progress.committedBy(table.load(), "run-1")).isTrue();
    assertThat(Progress.committedBy(table.load(), "run-3")).isFalse();
  }

  @Test
  void aForeignAppendOnTopDoesNotHideIt() {
    long ours = commit("run-1", null, "p1");
    foreignAppend();

    assertThat(Progress.read(table.load()))
        .contains(new Progress("p1", Optional.of("run-1"), OptionalLong.of(ours)));
  }

  @Test
  void aCompactionOnTopDoesNotHideIt() {
    long ours = commit("run-1", null, "p1");
    compact();

    assertThat(Progress.read(table.load()))
        .contains(new Progress("p1", Optional.of("run-1"), OptionalLong.of(ours)));
    commit("run-2", "p1", "p2");
    assertFenced("p1", "p2");
  }

  @Test
  void onceItsSnapshotIsExpiredThePropertyAnswers() {
    long ours = commit("run-1", null, "p1");
    foreignAppend();
    expire(ours);

    assertThat(Progress.read(table.load()))
        .contains(new Progress("p1", Optional.of("run-1"), OptionalLong.empty()));
    assertThat(Progress.committedBy(table.load(), "run-1")).isTrue();
  }

  @Test
  void theFenceStandsAfterExpiryToo() {
    long ours = commit("run-1", null, "p1");
    foreignAppend();
    expire(ours);
    Table stale = table.load();
    commit("run-2", "p1", "p2");

    assertThatThrownBy(() -> new TableCommit(stale, stamp("run-3", "p1", "p2")).append(nothing()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("progress moved: expected p1, found p2");
  }

  @Test
  void afterExpiryAMovedHeadCannotBeComparedAndIsRefused() {
    long ours = commit("run-1", null, "p1");
    foreignAppend();
    expire(ours);
    Table planned = table.load();
    foreignAppend();

    assertThatThrownBy(() -> new TableCommit(planned, stamp("run-2", "p1", "p2")).append(nothing()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("progress moved: expected p1, found no progress, head");
  }

  @Test
  void rollingTheTableBackRollsItBack() {
    long first = commit("run-1", null, "p1");
    commit("run-2", "p1", "p2");
    table.load().manageSnapshots().rollbackTo(first).commit();

    assertThat(Progress.read(table.load()).orElseThrow().text()).isEqualTo("p1");
    assertThat(Progress.committedBy(table.load(), "run-2")).isFalse();
    commit("run-2", "p1", "p2");
    assertThat(Progress.read(table.load()).orElseThrow().text()).isEqualTo("p2");
  }

  @Test
  void rollingBackBeforeTheFirstCommitLeavesNone() {
    foreignAppend();
    long foreign = table.load().currentSnapshot().snapshotId();
    commit("run-1", null, "p1");
    table.load().manageSnapshots().rollbackTo(foreign).commit();

    assertThat(Progress.read(table.load())).isEmpty();
    assertThat(Progress.committedBy(table.load(), "run-1")).isFalse();
  }

  @Test
  void severalUnitsKeepTheirsUnderKeysOfTheirOwn() {
    commitUnder("firn.progress.orders", "run-1", "o1");
    commitUnder("firn.progress.items", "run-2", "i1");

    assertThat(Progress.read(table.load(), "firn.progress.orders").orElseThrow().text())
        .isEqualTo("o1");
    assertThat(Progress.read(table.load(), "firn.progress.items").orElseThrow().text())
        .isEqualTo("i1");
    assertThat(Progress.read(table.load())).isEmpty();
  }

  private void commitUnder(String key, String runKey, String next) {
    Stamp stamp = new Stamp(CommitTable.UNIT, new RunKey(runKey), key, Optional.empty(), next);
    new TableCommit(table.load(), stamp).append(nothing());
  }

  private long commit(String runKey, String expected, String next) {
    Table planned = table.load();
    return new TableCommit(planned, stamp(runKey, expected, next)).append(rows(planned, 1));
  }

  private void foreignAppend() {
    Table foreign = table.load();
    TableCommit.appendFacts(foreign, rows(foreign, 7));
  }

  private void compact() {
    Table foreign = table.load();
    Set<DataFile> files = new HashSet<>();
    foreign.newScan().planFiles().forEach(task -> files.add(task.file()));
    Set<DataFile> rewritten = Set.copyOf(rows(foreign, 1).data());
    RewriteFiles compaction = foreign.newRewrite();
    files.forEach(compaction::deleteFile);
    rewritten.forEach(compaction::addFile);
    compaction.commit();
  }

  private void expire(long snapshot) {
    table.load().expireSnapshots().expireSnapshotId(snapshot).commit();
  }

  private void assertFenced(String expected, String next) {
    assertThatThrownBy(
            () -> new TableCommit(table.load(), stamp("late", expected, next)).append(nothing()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("progress moved: expected " + expected);
  }
}

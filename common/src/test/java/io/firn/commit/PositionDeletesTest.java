package io.firn.commit;

import static io.firn.commit.CommitTable.deletes;
import static io.firn.commit.CommitTable.nothing;
import static io.firn.commit.CommitTable.rows;
import static io.firn.commit.CommitTable.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.ContentFileUtil;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Marked rows are gone for every reader, in partitioned tables and in others. */
class PositionDeletesTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "partitioned: {0}")
  @ValueSource(booleans = {true, false})
  void deletedRowsAreGone(boolean partitioned) {
    try (CommitTable table = table(partitioned)) {
      commit(table, null, "p1", 1, 2, 3, 4, 5, 6, 7, 8);
      commit(table, "p1", "p2", 9, 10);
      Table planned = table.load();

      WrittenFiles deleted = deletes(planned, 8, 2, 9);
      new TableCommit(planned, stamp("run", "p2", "p3")).upsert(deleted);

      assertThat(table.ids()).containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 10L);
      assertThat(deleted.deletedRows()).isEqualTo(3);
    }
  }

  @ParameterizedTest(name = "partitioned: {0}")
  @ValueSource(booleans = {true, false})
  void aDeleteFileNamesOneDataFile(boolean partitioned) {
    try (CommitTable table = table(partitioned)) {
      commit(table, null, "p1", 1);
      commit(table, "p1", "p2", 2);

      WrittenFiles deleted = deletes(table.load(), 1, 2);

      assertThat(deleted.deletes()).hasSize(2);
      assertThat(deleted.referenced()).hasSize(2).doesNotHaveDuplicates();
      assertThat(deleted.deletes())
          .extracting(file -> ContentFileUtil.referencedDataFileLocation(file))
          .containsExactlyInAnyOrderElementsOf(deleted.referenced());
    }
  }

  @ParameterizedTest(name = "partitioned: {0}")
  @ValueSource(booleans = {true, false})
  void nothingDeletedIsNoFile(boolean partitioned) {
    try (CommitTable table = table(partitioned)) {
      commit(table, null, "p1", 1);

      assertThat(deletes(table.load())).isEqualTo(nothing());
    }
  }

  private CommitTable table(boolean partitioned) {
    return partitioned ? CommitTable.bucketed(folder) : CommitTable.unpartitioned(folder);
  }

  private static void commit(CommitTable table, String expected, String next, long... ids) {
    Table planned = table.load();
    new TableCommit(planned, stamp("run", expected, next)).append(rows(planned, ids));
  }
}

package io.firn.commit;

import static io.firn.commit.CommitTable.rows;
import static io.firn.commit.CommitTable.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.nio.file.Path;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that breaks off in the middle of a commit and does not say how it ended. */
class UnknownCommitStateTest {
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
  void aCommitThatHappenedSucceeds() {
    Table unsure = unsure(true);

    long snapshot = new TableCommit(unsure, stamp("run-1", null, "p1")).append(rows(unsure, 1));

    assertThat(table.ids()).containsExactly(1L);
    assertThat(table.load().currentSnapshot().snapshotId()).isEqualTo(snapshot);
  }

  @Test
  void aCommitThatDidNotHappenIsTransient() {
    Table unsure = unsure(false);
    WrittenFiles files = rows(unsure, 1);

    assertThatThrownBy(() -> new TableCommit(unsure, stamp("run-1", null, "p1")).append(files))
        .hasMessageContaining("The catalog did not say whether the commit of silver:orders")
        .isInstanceOfSatisfying(
            FirnException.class,
            unknown -> assertThat(unknown.failure().kind()).isEqualTo(ErrorKind.TRANSIENT));

    assertThat(table.ids()).isEmpty();
    // The catalog may still carry the commit out: its files must be there then.
    assertThat(files.data())
        .allMatch(file -> table.load().io().newInputFile(file.location()).exists());
  }

  @Test
  void anotherRunsCommitUpToTheSameProgressIsNotTakenForOurs() {
    Table unsure = unsure(false);
    WrittenFiles files = rows(unsure, 1);
    TableCommit ours = new TableCommit(unsure, stamp("run-1", null, "p1"));
    ((Unsure) ((HasTableOperations) unsure).operations()).meanwhile =
        () -> {
          Table other = table.load();
          new TableCommit(other, stamp("run-2", null, "p1")).append(rows(other, 1));
        };

    assertThatThrownBy(() -> ours.append(files))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("The catalog did not say");

    assertThat(table.ids()).containsExactly(1L);
  }

  private Table unsure(boolean commits) {
    TableOperations real = ((HasTableOperations) table.load()).operations();
    return new BaseTable(new Unsure(real, commits), "unsure");
  }

  private static final class Unsure implements TableOperations {
    private final TableOperations real;
    private final boolean commits;
    private Runnable meanwhile = () -> {};

    private Unsure(TableOperations real, boolean commits) {
      this.real = real;
      this.commits = commits;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
      meanwhile.run();
      if (commits) {
        real.commit(base, metadata);
      }
      throw new CommitStateUnknownException(new IllegalStateException("connection reset"));
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
      return LocationProviders.locationsFor(current().location(), current().properties());
    }
  }
}

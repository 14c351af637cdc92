package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog whose answer to a commit is lost, and that then refuses what it did itself. */
class SettledOperationsTest {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));

  @TempDir private Path folder;

  private Table real;

  @BeforeEach
  void createTable() {
    real =
        new HadoopTables(new Configuration())
            .create(SCHEMA, PartitionSpec.unpartitioned(), folder.resolve("table").toString());
  }

  @Test
  void aCommitThatIsRefusedBecauseOfItselfHasSucceeded() {
    append(table(true, new CommitFailedException("the table has moved")));

    real.refresh();
    assertThat(real.snapshots()).hasSize(1);
    assertThat(real.currentSnapshot().allManifests(real.io()))
        .as("nothing of it was cleaned up")
        .allMatch(manifest -> real.io().newInputFile(manifest.path()).exists());
  }

  @Test
  void aCommitWhoseAnswerWasLostHasSucceeded() {
    append(table(true, new UncheckedSQLException(new SQLException("broken"), "Unknown failure")));

    real.refresh();
    assertThat(real.snapshots()).hasSize(1);
  }

  @Test
  void aChangeOfColumnsWhoseAnswerWasLostHasSucceeded() {
    table(true, new CommitFailedException("the table has moved"))
        .updateSchema()
        .addColumn("name", Types.StringType.get())
        .commit();

    real.refresh();
    assertThat(real.schema().findField("name")).isNotNull();
  }

  @Test
  void aCommitThatDidNotHappenFails() {
    Table table =
        table(false, new UncheckedSQLException(new SQLException("broken"), "Unknown failure"));

    assertThatThrownBy(() -> append(table)).hasMessageContaining("Unknown failure");

    real.refresh();
    assertThat(Optional.ofNullable(real.currentSnapshot())).isEmpty();
  }

  private static void append(Table table) {
    table
        .newFastAppend()
        .appendFile(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("/nowhere/a.parquet")
                .withFileSizeInBytes(1)
                .withRecordCount(1)
                .build())
        .commit();
  }

  private Table table(boolean commits, RuntimeException answer) {
    TableOperations broken = new Broken(((BaseTable) real).operations(), commits, answer);
    return new BaseTable(new SettledOperations(broken), "table");
  }

  private record Broken(TableOperations catalog, boolean commits, RuntimeException answer)
      implements TableOperations {
    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
      if (commits) {
        catalog.commit(base, metadata);
      }
      throw answer;
    }

    @Override
    public TableMetadata current() {
      return catalog.current();
    }

    @Override
    public TableMetadata refresh() {
      return catalog.refresh();
    }

    @Override
    public FileIO io() {
      return catalog.io();
    }

    @Override
    public String metadataFileLocation(String fileName) {
      return catalog.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
      return catalog.locationProvider();
    }
  }
}

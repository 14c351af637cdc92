package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.commit.CommitKeys;
import io.firn.model.TableName;
import io.firn.run.PipelineFiles;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs over the progress that the jobs write. */
class CutCommandTest {
  @TempDir Path folder;
  private String pipeline;

  @BeforeEach
  void initialise() {
    pipeline = ProjectFolder.initialised(folder).pipeline();
  }

  @Test
  void beforeTheFirstRunThereIsNothingToName() {
    FirnCall list = FirnCall.of("cut", "list", "-p", pipeline);
    FirnCall tag = FirnCall.of("cut", "tag", "x", "-p", pipeline);
    FirnCall show = FirnCall.of("cut", "show", "x", "-p", pipeline);

    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out()).isEqualTo("no run has committed yet\n");
    assertThat(tag.exitCode()).isEqualTo(20);
    assertThat(tag.err()).contains("No run has committed yet");
    assertThat(show.exitCode()).isEqualTo(20);
    assertThat(show.err()).contains("No cut is called 'x'");
  }

  @Test
  void aRunsCutIsListedNamedAndShown() {
    Catalog catalog = Tables.open(PipelineFiles.read(Path.of(pipeline), name -> null).catalog());
    commit(catalog, "gold.daily_revenue", "{\"inputs\":{},\"logic\":\"x\"}");

    FirnCall tag = FirnCall.of("cut", "tag", "month-end", "-p", pipeline, "--run", "nightly-1");
    FirnCall again = FirnCall.of("cut", "tag", "month-end", "-p", pipeline);
    FirnCall list = FirnCall.of("cut", "list", "-p", pipeline);
    FirnCall show = FirnCall.of("cut", "show", "month-end", "-p", pipeline);

    assertThat(tag.exitCode()).as(tag.err()).isZero();
    assertThat(tag.out()).isEqualTo("month-end is the cut of run nightly-1: 1 table\n");
    assertThat(again.out()).contains("1 table, 1 had it already");
    assertThat(list.out()).contains("nightly-1", "gold:daily_revenue", "named month-end: 1 table");
    assertThat(show.out()).contains("gold:daily_revenue", "silver:orders", "not in it");
  }

  private static void commit(Catalog catalog, String table, String progress) {
    Table made =
        Tables.loadOrCreate(
            catalog,
            new TableSpec(
                TableName.parse(table),
                new Schema(Types.NestedField.optional(1, "id", Types.IntegerType.get())),
                PartitionSpec.unpartitioned(),
                Map.of()));
    made.newAppend()
        .set(CommitKeys.PROGRESS, progress)
        .set(CommitKeys.RUN_KEY, "nightly-1")
        .commit();
  }
}

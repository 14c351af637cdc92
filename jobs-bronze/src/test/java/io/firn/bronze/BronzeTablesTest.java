package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.TableName;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BronzeTablesTest {
  private static final TableName NAME = new TableName("bronze", "orders");

  @TempDir private Path folder;

  @Test
  void whatAPlanSaysIsWhatLandingDoesToATableOfAnEarlierVersion() {
    Schema earlier =
        new Schema(
            BronzeTables.CHANGES.columns().stream()
                .filter(column -> !column.name().equals("patch"))
                .toList());
    try (TestLake lake = TestLake.in(folder, List.of(), List.of())) {
      assertThat(BronzeTables.ddl(NAME, Optional.empty()))
          .containsExactly("create table bronze.orders");
      Table table = lake.create(NAME, earlier, PartitionSpec.unpartitioned());
      assertThat(BronzeTables.ddl(NAME, Optional.of(table)))
          .containsExactly("add column patch string");

      Table opened = BronzeTables.open(lake.catalog(), NAME);

      assertThat(BronzeTables.ddl(NAME, Optional.of(opened))).isEmpty();
    }
  }
}

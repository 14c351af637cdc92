package io.firn.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.table.Tables;
import io.firn.testkit.TestLake;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Firn writes, Iceberg's own reader reads, and Iceberg's own transforms partition alike. */
class RowFileWriterTest {
  private static final List<Type> TYPES =
      List.of(
          Types.BooleanType.get(),
          Types.IntegerType.get(),
          Types.LongType.get(),
          Types.FloatType.get(),
          Types.DoubleType.get(),
          Types.DateType.get(),
          Types.TimestampType.withoutZone(),
          Types.TimestampType.withZone(),
          Types.StringType.get(),
          Types.BinaryType.get(),
          Types.DecimalType.of(9, 2),
          Types.DecimalType.of(38, 10),
          Types.ListType.ofOptional(101, Types.StringType.get()),
          Types.ListType.ofOptional(102, Types.LongType.get()));
  private static final long MICROS = 1_774_743_000_123_456L;
  private static final BigDecimal LARGE = new BigDecimal("9999999999999999999999999999.0000000001");
  private static final Object[] WRITTEN = {
    true,
    -7,
    1L << 40,
    1.5f,
    0.1,
    20_540,
    MICROS,
    MICROS,
    UTF8String.fromString("größe"),
    new byte[] {0, (byte) 0xff},
    Decimal.apply(new BigDecimal("-1234567.89"), 9, 2),
    Decimal.apply(LARGE, 38, 10),
    new GenericArrayData(new Object[] {UTF8String.fromString("a"), null}),
    new GenericArrayData(new Object[] {1L, null, 3L})
  };
  private static final Object[] READ = {
    true,
    -7,
    1L << 40,
    1.5f,
    0.1,
    LocalDate.of(2026, 3, 28),
    LocalDateTime.parse("2026-03-29T00:10:00.123456"),
    OffsetDateTime.parse("2026-03-29T00:10:00.123456Z"),
    "größe",
    ByteBuffer.wrap(new byte[] {0, (byte) 0xff}),
    new BigDecimal("-1234567.89"),
    LARGE,
    Arrays.asList("a", null),
    Arrays.asList(1L, null, 3L)
  };

  @TempDir private Path folder;
  private TestLake lake;

  @BeforeEach
  void openLake() {
    lake = TestLake.in(folder, List.of(), List.of());
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  @Test
  void everyTypeRoundTrips() throws IOException {
    Table table = create(PartitionSpec.unpartitioned());

    write(table, row(WRITTEN));

    assertThat(read(table))
        .singleElement()
        .satisfies(row -> assertThat(values(row)).containsExactly(READ));
  }

  @Test
  void everyTypeMayBeNull() throws IOException {
    Table table = create(PartitionSpec.unpartitioned());

    write(table, row(new Object[TYPES.size()]));

    assertThat(read(table))
        .singleElement()
        .satisfies(row -> assertThat(values(row)).containsOnlyNulls());
  }

  @Test
  void bucketsAreIcebergsOwn() throws IOException {
    for (int column : new int[] {1, 2, 5, 6, 7, 8, 9, 10, 11}) {
      Table table = create(PartitionSpec.builderFor(schema()).bucket("c" + column, 16).build());

      write(table, row(WRITTEN), row(new Object[TYPES.size()]));

      assertPartitionsAreThoseOfTheRows(table);
      lake.catalog().dropTable(Tables.identifier(CommitTable.NAME));
    }
  }

  @Test
  void daysAreIcebergsOwnAndInUtc() throws IOException {
    Table table = create(PartitionSpec.builderFor(schema()).day("c7").build());
    Object[] before = WRITTEN.clone();
    before[7] = -1L;

    write(table, row(WRITTEN), row(before), row(new Object[TYPES.size()]));

    assertPartitionsAreThoseOfTheRows(table);
    assertThat(table.newScan().planFiles()).hasSize(3);
  }

  @Test
  void oneFileForEachPartition() throws IOException {
    Table table = create(PartitionSpec.builderFor(schema()).identity("c1").build());
    Object[] other = WRITTEN.clone();
    other[1] = 8;

    WrittenFiles files = write(table, row(WRITTEN), row(other), row(WRITTEN), row(other));

    assertThat(files.data()).hasSize(2).allMatch(file -> file.recordCount() == 2);
    assertThat(files.rows()).isEqualTo(4);
  }

  private static void assertPartitionsAreThoseOfTheRows(Table table) throws IOException {
    table.refresh();
    List<String> found = new ArrayList<>();
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      files.forEach(file -> found.add(partition(table, file.file())));
    }
    List<String> expected = new ArrayList<>();
    for (Record row : read(table)) {
      PartitionKey key = new PartitionKey(table.spec(), table.schema());
      key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(row));
      expected.add(key.toPath());
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String partition(Table table, DataFile file) {
    return table.spec().partitionToPath(file.partition());
  }

  private static Schema schema() {
    List<Types.NestedField> columns = new ArrayList<>();
    for (int column = 0; column < TYPES.size(); column++) {
      columns.add(Types.NestedField.optional(column + 1, "c" + column, TYPES.get(column)));
    }
    return new Schema(columns);
  }

  private Table create(PartitionSpec partitioning) {
    return lake.create(CommitTable.NAME, schema(), partitioning);
  }

  private static InternalRow row(Object[] values) {
    return new GenericInternalRow(values);
  }

  private static WrittenFiles write(Table table, InternalRow... rows) {
    WrittenFiles files = CommitTable.write(table, List.of(rows));
    TableCommit.appendFacts(table, files);
    return files;
  }

  private static List<Record> read(Table table) throws IOException {
    table.refresh();
    List<Record> records = new ArrayList<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      rows.forEach(records::add);
    }
    return records;
  }

  private static Object[] values(Record row) {
    Object[] values = new Object[row.size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = row.get(column);
    }
    return values;
  }
}

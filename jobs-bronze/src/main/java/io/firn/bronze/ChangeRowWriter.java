package io.firn.bronze;

import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.parquet.ParquetValueWriter;
import org.apache.iceberg.parquet.TripleWriter;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnWriteStore;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;

/**
 * Writes {@link ChangeRow}s into Parquet columns, without a Spark row in between. Texts go from the
 * record's own bytes into the file, and numbers are not boxed (benchmarks/README.md tells what that
 * saves).
 *
 * <p>Columns are found by name. One that bronze does not know (a person added it) is left empty.
 */
final class ChangeRowWriter implements ParquetValueWriter<ChangeRow> {
  private final List<ColumnDescriptor> columns;
  private ColumnSink[] sinks = {};

  ChangeRowWriter(MessageType file) {
    this.columns = file.getColumns();
  }

  @Override
  public void setColumnStore(ColumnWriteStore store) {
    HeaderSinks headers = new HeaderSinks();
    sinks = columns.stream().map(column -> sink(column, store, headers)).toArray(ColumnSink[]::new);
  }

  private static ColumnSink sink(
      ColumnDescriptor column, ColumnWriteStore store, HeaderSinks headers) {
    String name = column.getPath()[0];
    return name.equals("headers")
        ? headers.of(column, store.getColumnWriter(column))
        : ColumnSink.of(name, column, store.getColumnWriter(column));
  }

  @Override
  public void write(int repetitionLevel, ChangeRow row) {
    for (ColumnSink sink : sinks) {
      sink.write(row);
    }
  }

  @Override
  public List<TripleWriter<?>> columns() {
    return List.of();
  }

  /** None: Iceberg wants them of floating point columns only. */
  @Override
  public Stream<FieldMetrics<?>> metrics() {
    return Stream.empty();
  }
}

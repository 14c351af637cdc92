package io.firn.bench.landing;

import io.firn.bench.measure.Work;
import io.firn.config.CatalogSettings;
import io.firn.model.TableName;
import io.firn.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/** What commits added, by the summaries of their snapshots. */
public final class TableFiles implements AutoCloseable {
  private final Catalog catalog;

  public TableFiles(CatalogSettings settings) {
    this.catalog = Tables.open(settings);
  }

  Catalog catalog() {
    return catalog;
  }

  public Table table(TableName name) {
    return Tables.load(catalog, name).orElseThrow();
  }

  /** Of the last snapshot of each table. */
  Work latest(Collection<TableName> names) {
    Work all = Work.ofRows(0);
    for (TableName name : names) {
      all = all.and(added(table(name).currentSnapshot()));
    }
    return all;
  }

  static Work added(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    return new Work(
        number(summary, SnapshotSummary.ADDED_RECORDS_PROP),
        number(summary, SnapshotSummary.ADDED_FILES_PROP),
        number(summary, SnapshotSummary.ADDED_FILE_SIZE_PROP));
  }

  private static long number(Map<String, String> summary, String property) {
    return Long.parseLong(summary.getOrDefault(property, "0"));
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException failed) {
        throw new UncheckedIOException("cannot close the catalog", failed);
      }
    }
  }
}

package io.firn.table;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table's operations that look before they believe that a commit failed.
 *
 * <p>When the connection breaks after the catalog swapped the new metadata in, a client that asks
 * again by itself (JdbcCatalog after a broken connection, a REST client after a 503) is refused by
 * what it did itself: the table has moved. To Iceberg that is a conflict, and it deletes the
 * manifests of a snapshot that stands, which makes the table unreadable. So after every failure the
 * table is read again; a commit that is found there has succeeded.
 */
final class SettledOperations implements TableOperations {
  private final TableOperations catalog;

  SettledOperations(TableOperations catalog) {
    this.catalog = catalog;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    try {
      catalog.commit(base, metadata);
    } catch (RuntimeException failed) {
      if (!stands(base, metadata, found(failed))) {
        throw failed;
      }
    }
  }

  /**
   * The table as it is after the failure.
   *
   * @throws CommitStateUnknownException when it cannot be read: nothing must be cleaned up then
   */
  private TableMetadata found(RuntimeException failed) {
    try {
      return catalog.refresh();
    } catch (RuntimeException silent) {
      failed.addSuppressed(silent);
      throw failed instanceof CommitStateUnknownException
          ? failed
          : new CommitStateUnknownException(failed);
    }
  }

  /** No two commits have one snapshot; others may come on top of it. */
  private static boolean stands(TableMetadata base, TableMetadata wanted, TableMetadata found) {
    if (found == null) {
      return false;
    }
    Snapshot head = wanted.currentSnapshot();
    return head == null || base != null && base.snapshot(head.snapshotId()) != null
        ? TableMetadataParser.toJson(wanted).equals(TableMetadataParser.toJson(found))
        : found.snapshot(head.snapshotId()) != null;
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
  public EncryptionManager encryption() {
    return catalog.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return catalog.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return catalog.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return catalog.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return catalog.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return catalog.requireStrictCleanup();
  }
}

package io.firn.table;

import io.firn.config.CatalogSettings;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** Opens the catalog, finds and creates tables. */
public final class Tables {
  private static final String SQLITE = "jdbc:sqlite:";

  private Tables() {}

  /**
   * Opens the catalog that {@code settings} describe.
   *
   * @throws FirnException TRANSIENT when it does not answer
   */
  public static Catalog open(CatalogSettings settings) {
    settings.uri().ifPresent(Tables::createFolderOfSqlite);
    try {
      return CatalogUtil.buildIcebergCatalog(
          settings.name(),
          settings.icebergProperties(),
          LocalFiles.in(new Configuration(), settings.warehouse()));
    } catch (RuntimeException unreachable) {
      throw new FirnException(
          new Failure(
              ErrorKind.TRANSIENT,
              "Cannot open the Iceberg catalog '" + settings.name() + "'",
              settings.uri().orElse(settings.warehouse()),
              "a " + settings.type() + " catalog that answers",
              rootMessage(unreachable),
              "Check firn.catalog in the pipeline file and that the catalog is up."),
          unreachable);
    }
  }

  /**
   * Makes local files cheap for this process, see {@link LocalFiles}. Before Spark starts, since
   * the first who asks Hadoop for its local file system decides which one everybody gets.
   */
  public static void prepareLocalFiles(CatalogSettings settings) {
    LocalFiles.in(new Configuration(), settings.warehouse());
  }

  /** SQLite makes the file, not the folder that it is to lie in. */
  private static void createFolderOfSqlite(String uri) {
    if (!uri.startsWith(SQLITE)) {
      return;
    }
    String file = uri.substring(SQLITE.length()).replaceFirst("\\?.*", "");
    Path folder = Path.of(file).toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot create the catalog's folder " + folder, failed);
    }
  }

  public static TableIdentifier identifier(TableName name) {
    return TableIdentifier.of(Namespace.of(name.namespace()), name.name());
  }

  /** The table as it is now, or empty when there is none. */
  public static Optional<Table> load(Catalog catalog, TableName name) {
    try {
      return Optional.of(settled(catalog.loadTable(identifier(name))));
    } catch (NoSuchTableException none) {
      return Optional.empty();
    }
  }

  /** The table, created from {@code spec} when it does not exist. */
  public static Table loadOrCreate(Catalog catalog, TableSpec spec) {
    Optional<Table> existing = load(catalog, spec.name());
    if (existing.isPresent()) {
      return existing.get();
    }
    createNamespace(catalog, spec.name());
    try {
      return settled(
          catalog
              .buildTable(identifier(spec.name()), spec.schema())
              .withPartitionSpec(spec.partitioning())
              .withProperties(spec.properties())
              .create());
    } catch (AlreadyExistsException raced) {
      // Another run created it in between; whoever commits rows is decided by the fence.
      return settled(catalog.loadTable(identifier(spec.name())));
    }
  }

  /** See {@link SettledOperations}. */
  private static Table settled(Table table) {
    return table instanceof BaseTable base
        ? new BaseTable(new SettledOperations(base.operations()), base.name(), base.reporter())
        : table;
  }

  private static void createNamespace(Catalog catalog, TableName name) {
    Namespace namespace = Namespace.of(name.namespace());
    if (catalog instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(namespace)) {
      try {
        namespaces.createNamespace(namespace);
      } catch (RuntimeException failed) {
        // Units of one wave create their namespace at once. Whoever comes second is not always told
        // so by AlreadyExistsException: JdbcCatalog lets the database's key violation through. What
        // counts is that the namespace is there; when it is not, the failure was another one.
        if (!namespaces.namespaceExists(namespace)) {
          throw failed;
        }
      }
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}

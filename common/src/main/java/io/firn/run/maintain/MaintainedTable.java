package io.firn.run.maintain;

import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.Selection;
import io.firn.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A table that is looked after.
 *
 * @param readAs the table whose readers need this one's snapshots too: row images are read along
 *     with the table that they are of
 * @param sortedBy the columns that its files are sorted by when they are written anew; none when
 *     rows stay in the order in which they came
 */
record MaintainedTable(TableName name, TableName readAs, List<String> sortedBy) {
  private static final String OWN = "__";

  MaintainedTable {
    sortedBy = List.copyOf(sortedBy);
  }

  /**
   * The selected units' tables and those of their row images.
   *
   * @param shared whether the tables that units share (quarantine, ledger, schemas) are among them
   */
  static List<MaintainedTable> of(
      Pipeline pipeline, Selection selection, boolean shared, Catalog catalog) {
    List<MaintainedTable> tables = new ArrayList<>();
    for (UnitName unit : selection.units()) {
      Optional<SilverTable> silver = pipeline.silver(unit.table());
      boolean isSilver = unit.layer() == Layer.SILVER && silver.isPresent();
      TableName name = unit.tableName();
      // Silver finds the rows of changed keys by the keys' range in each file; the other layers'
      // readers look for time, by which rows come.
      tables.add(
          new MaintainedTable(name, name, isSilver ? silver.orElseThrow().key() : List.of()));
      if (isSilver) {
        tables.add(
            new MaintainedTable(
                new TableName(name.namespace(), name.name() + OWN + "changes"), name, List.of()));
      }
    }
    if (shared) {
      tables.addAll(shared(catalog));
    }
    return tables.stream()
        .filter(table -> catalog.tableExists(Tables.identifier(table.name())))
        .toList();
  }

  private static List<MaintainedTable> shared(Catalog catalog) {
    List<MaintainedTable> tables = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      Namespace namespace = Namespace.of(layer.id());
      if (catalog instanceof SupportsNamespaces named && named.namespaceExists(namespace)) {
        catalog.listTables(namespace).stream()
            .map(TableIdentifier::name)
            .filter(name -> name.startsWith(OWN))
            .sorted()
            .map(name -> new TableName(layer.id(), name))
            .forEach(name -> tables.add(new MaintainedTable(name, name, List.of())));
      }
    }
    return tables;
  }
}

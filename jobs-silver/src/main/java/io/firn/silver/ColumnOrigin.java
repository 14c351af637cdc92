package io.firn.silver;

import io.firn.config.ColumnSpec;
import io.firn.config.SilverTable;
import io.firn.silver.SchemaChange.Kind;
import io.firn.silver.SchemaHistory.Entry;
import io.firn.table.Tables;
import io.firn.table.TypeText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types;

/**
 * A column of a silver table and where it comes from.
 *
 * @param source path of the source field; empty for a column that Firn fills
 * @param declared whether the pipeline declares it
 * @param since what brought the column; empty for a table that is older than the history
 * @param changed what changed it last since then
 */
public record ColumnOrigin(
    String name,
    String type,
    Optional<String> source,
    boolean declared,
    Optional<SchemaChange> since,
    Optional<SchemaChange> changed) {

  /**
   * The columns of {@code table} in their order; none before it is made.
   *
   * @param history of its unit, oldest first
   */
  public static List<ColumnOrigin> of(
      SilverTable table, Catalog catalog, Collection<Entry> history) {
    return Tables.load(catalog, table.unit().tableName())
        .map(target -> of(table, target, history))
        .orElse(List.of());
  }

  private static List<ColumnOrigin> of(SilverTable table, Table target, Collection<Entry> history) {
    String id = target.uuid().toString();
    List<SchemaChange> changes =
        history.stream()
            .filter(entry -> entry.unit().equals(table.unit()) && entry.tableId().equals(id))
            .map(Entry::change)
            .toList();
    return target.schema().columns().stream().map(column -> of(table, column, changes)).toList();
  }

  private static ColumnOrigin of(
      SilverTable table, Types.NestedField column, List<SchemaChange> changes) {
    String name = column.name();
    Optional<ColumnSpec> spec =
        table.columns().stream().filter(declared -> declared.name().equals(name)).findFirst();
    boolean filledByFirn = !Columns.isData(table, name) || Columns.isTenant(name);
    return new ColumnOrigin(
        name,
        TypeText.of(column.type()),
        filledByFirn
            ? Optional.empty()
            : spec.map(ColumnSpec::path).or(() -> Optional.of(FieldNames.field(column))),
        spec.isPresent(),
        last(changes, change -> change.kind() == Kind.ADD_COLUMN && change.column().equals(name))
            .or(() -> last(changes, change -> change.kind() == Kind.CREATE_TABLE)),
        last(changes, change -> isChangeOf(change, name)));
  }

  private static boolean isChangeOf(SchemaChange change, String column) {
    boolean isInside = change.column().equals(column) || change.column().startsWith(column + ".");
    return isInside && change.kind() != Kind.ADD_COLUMN && change.kind() != Kind.HELD_BACK;
  }

  private static Optional<SchemaChange> last(
      List<SchemaChange> changes, Predicate<SchemaChange> which) {
    return changes.stream().filter(which).reduce((earlier, later) -> later);
  }
}

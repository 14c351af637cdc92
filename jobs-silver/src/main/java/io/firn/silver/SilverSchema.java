package io.firn.silver;

import io.firn.config.BronzeTable;
import io.firn.config.Deletes;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.JobContext;
import io.firn.schema.ColumnPlan;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import io.firn.table.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * Brings a silver table's columns to what the pipeline declares and its source has, before any row
 * is written. A crash after it leaves columns that are null so far, which the next run finds.
 */
final class SilverSchema {
  private final SilverTable table;
  private final JobContext context;
  private final List<String> changes = new ArrayList<>();

  SilverSchema(SilverTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  /**
   * The table, created or altered.
   *
   * @param fields source fields and the types that hold their values
   */
  Table bring(Map<String, Type> fields) {
    Optional<Table> existing = Tables.load(context.catalog(), table.unit().tableName());
    existing.ifPresent(this::requireSameDeletes);
    Schema columns = existing.map(Table::schema).map(SilverSchema::data).orElse(new Schema());
    FieldNames names = FieldNames.of(table, columns, fields.keySet());
    ColumnPlan plan =
        ColumnPlan.of(columns, table.columns(), names.columns(fields), table.evolve());
    plan.conflicts()
        .forEach(
            conflict ->
                changes.add(
                    "column "
                        + conflict.name()
                        + " stays "
                        + TypeText.of(conflict.have())
                        + " although the source has "
                        + TypeText.of(conflict.found())
                        + ": values that do not fit are in "
                        + Columns.RESCUED));
    Table brought =
        existing.map(have -> alter(have, plan, names)).orElseGet(() -> create(plan, names));
    requireKey(brought.schema());
    return brought;
  }

  /** What was done, one sentence each. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  private static Schema data(Schema schema) {
    return new Schema(
        schema.columns().stream()
            .filter(column -> Columns.isData(column.name()) && !Columns.isTenant(column.name()))
            .toList());
  }

  private Table create(ColumnPlan plan, FieldNames names) {
    List<Types.NestedField> columns = new ArrayList<>();
    if (namesTenant()) {
      columns.add(Types.NestedField.optional(1, SilverTable.TENANT, Types.StringType.get()));
    }
    plan.add()
        .forEach(
            added ->
                columns.add(
                    Types.NestedField.optional(
                        1, added.name(), added.type(), names.doc(added.name()))));
    columns.addAll(Columns.SYSTEM);
    if (marks()) {
      columns.add(Types.NestedField.optional(1, Columns.MARK, Types.BooleanType.get()));
    }
    Schema schema = withFreshIds(columns);
    // Before the table exists: it is partitioned by its key, which Iceberg would miss in other
    // words.
    requireKey(schema);
    String unit = table.unit().tableName().toString();
    changes.add("create table " + unit + " with " + plan.add().size() + " source columns");
    return Tables.loadOrCreate(
        context.catalog(),
        new TableSpec(table.unit().tableName(), schema, partitioning(schema), Map.of()));
  }

  /** Ids must differ before Iceberg can index the columns; here they are given in their order. */
  private static Schema withFreshIds(List<Types.NestedField> columns) {
    List<Types.NestedField> numbered = new ArrayList<>();
    int[] next = {columns.size()};
    for (int place = 0; place < columns.size(); place++) {
      Types.NestedField column = columns.get(place);
      Type type = TypeUtil.assignFreshIds(column.type(), () -> ++next[0]);
      numbered.add(Types.NestedField.from(column).withId(place + 1).ofType(type).build());
    }
    return new Schema(numbered);
  }

  private PartitionSpec partitioning(Schema schema) {
    if (table.buckets().isEmpty()) {
      return PartitionSpec.unpartitioned();
    }
    String last = table.key().get(table.key().size() - 1);
    return PartitionSpec.builderFor(schema).bucket(last, table.buckets().getAsInt()).build();
  }

  private boolean namesTenant() {
    return context
        .pipeline()
        .bronze(table.from().table())
        .filter(BronzeTable::namesTenant)
        .isPresent();
  }

  private Table alter(Table have, ColumnPlan plan, FieldNames names) {
    if (!plan.changesTable()) {
      return have;
    }
    UpdateSchema update = have.updateSchema();
    for (ColumnPlan.Add added : plan.add()) {
      // With its parent, which is none: else a dot in the name would be taken for a path.
      update
          .addColumn(null, added.name(), added.type(), names.doc(added.name()))
          .moveBefore(added.name(), Columns.RESCUED);
      changes.add("add column " + added.name() + " " + TypeText.of(added.type()));
    }
    for (ColumnPlan.Widen widened : plan.widen()) {
      GrownColumn.alter(update, widened.name(), widened.from(), widened.to())
          .forEach(change -> changes.add(change));
    }
    update.commit();
    return have;
  }

  private boolean marks() {
    return table.rules().deletes() == Deletes.MARK;
  }

  /** Rows that were removed cannot be marked, and marked ones would stay for good. */
  private void requireSameDeletes(Table have) {
    boolean marked = have.schema().findField(Columns.MARK) != null;
    if (marked != marks()) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              table.unit() + " treats deleted rows otherwise than its table",
              "firn.silver." + table.name() + ".deletes",
              marked ? "mark, as the table was made with" : "remove, as the table was made with",
              marked ? "remove" : "mark",
              "Set it back, or drop "
                  + table.unit().tableName()
                  + " to build it anew from all of bronze."));
    }
  }

  private void requireKey(Schema brought) {
    for (String column : table.key()) {
      if (brought.findField(column) == null) {
        throw new FirnException(
            new Failure(
                ErrorKind.CONFIG,
                "A key column of " + table.unit() + " does not exist",
                "firn.silver." + table.name() + ".key",
                "a column of the source or a declared one",
                "'"
                    + column
                    + "'; columns are "
                    + data(brought).columns().stream().map(Types.NestedField::name).toList(),
                "Name columns that the source's events have, or declare the column with its"
                    + " path."));
      }
    }
  }
}

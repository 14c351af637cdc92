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
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.exceptions.CommitFailedException;
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
  private final boolean rebuilds;
  private final List<String> changes = new ArrayList<>();
  private ShapeState state;

  SilverSchema(SilverTable table, JobContext context) {
    this(table, context, false);
  }

  private SilverSchema(SilverTable table, JobContext context, boolean rebuilds) {
    this.table = table;
    this.context = context;
    this.rebuilds = rebuilds;
  }

  /** Of a table whose rows are all made anew. */
  static SilverSchema ofRebuild(SilverTable table, JobContext context) {
    return new SilverSchema(table, context, true);
  }

  /**
   * The table, created or altered.
   *
   * @param fields source fields and the types that hold their values
   * @param evidence which events have them
   * @param cause what else than new rows made the run look at the source, if so
   */
  Table bring(Map<String, Type> fields, ShapeEvidence evidence, Optional<String> cause) {
    Optional<Table> existing = Tables.load(context.catalog(), table.unit().tableName());
    existing.ifPresent(this::requireSameDeletes);
    existing.ifPresent(found -> ExplodedPlaces.requireSame(table, found.schema()));
    if (table.rules().transform().isPresent()) {
      return bringTransformed(existing, fields);
    }
    VersionSchema versions = new VersionSchema(table);
    existing.ifPresent(versions::requireSameHistory);
    Optional<Schema> have = existing.map(Table::schema).map(schema -> data(table, schema));
    Schema columns = have.orElse(new Schema());
    FieldNames names = FieldNames.of(table, columns, fields.keySet());
    versions.requireOtherNames(names.columns(fields).keySet(), names.fieldOf());
    ColumnPlan plan =
        ColumnPlan.of(columns, table.columns(), names.columns(fields), table.evolve());
    plan.conflicts().forEach(conflict -> changes.add(stays(conflict)));
    ShapeState before = state == null ? ShapeState.of(existing) : state;
    ShapeChanges.Noted noted =
        new ShapeChanges(table, names, plan, evidence, context, cause).against(have, before);
    noted.changes().stream()
        .filter(change -> plan.conflicts().stream().noneMatch(has -> isAbout(change, has)))
        .filter(change -> change.kind() != SchemaChange.Kind.CREATE_TABLE)
        .forEach(change -> changes.add(change.sentence()));
    state = noted.state();
    Table brought =
        existing
            .map(target -> alter(target, plan, names, noted))
            .orElseGet(() -> create(plan, names, noted));
    requireKey(brought.schema());
    versions.requireTracked(data(table, brought.schema()));
    return brought;
  }

  private static String stays(ColumnPlan.Conflict conflict) {
    return "column "
        + conflict.name()
        + " stays "
        + TypeText.of(conflict.have())
        + " although the source has "
        + TypeText.of(conflict.found())
        + ": values that do not fit are in "
        + Columns.RESCUED;
  }

  /** Such a change is told by every run that meets it, and recorded once. */
  private static boolean isAbout(SchemaChange change, ColumnPlan.Conflict conflict) {
    return (change.kind() == SchemaChange.Kind.KEPT
            || change.kind() == SchemaChange.Kind.TENANTS_DISAGREE)
        && change.column().equals(conflict.name());
  }

  /** What the rows' commit is to keep of the source's shape, where that is not in the table yet. */
  Map<String, String> unsaved(Table brought) {
    return state == null || state.equals(ShapeState.of(Optional.of(brought)))
        ? Map.of()
        : state.property();
  }

  /**
   * The same of a table with a transform: no source field is one of its columns, and what becomes
   * of its columns is said in the run's report and not in the schema history.
   */
  private Table bringTransformed(Optional<Table> existing, Map<String, Type> fields) {
    TypedColumns columns = new TypedColumns(table, context);
    TypedColumns.Next next = columns.next(existing, fields, own(), rebuilds);
    existing.ifPresent(have -> changes.addAll(columns.alter(have, next)));
    Table brought = existing.orElseGet(() -> createTransformed(next));
    requireKey(brought.schema());
    return brought;
  }

  private Table createTransformed(TypedColumns.Next next) {
    List<Types.NestedField> columns = new ArrayList<>(next.made().columns());
    changes.add(
        "create table " + table.unit().tableName() + " with " + columns.size() + " columns");
    columns.addAll(own());
    Schema schema = withFreshIds(columns);
    requireKey(schema);
    String typed = SchemaParser.toJson(next.typed());
    return Tables.loadOrCreate(
        context.catalog(),
        new TableSpec(
            table.unit().tableName(),
            schema,
            partitioning(schema),
            Map.of(TypedColumns.PROPERTY, typed)));
  }

  /** Firn's own columns of a table with a transform. */
  private List<Types.NestedField> own() {
    List<Types.NestedField> own = new ArrayList<>(Columns.SYSTEM);
    if (marks()) {
      own.add(Types.NestedField.optional(1, Columns.MARK, Types.BooleanType.get()));
    }
    return own;
  }

  /** What was done, one sentence each. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  static Schema data(SilverTable table, Schema schema) {
    return new Schema(
        schema.columns().stream()
            .filter(
                column -> Columns.isData(table, column.name()) && !Columns.isTenant(column.name()))
            .toList());
  }

  private Table create(ColumnPlan plan, FieldNames names, ShapeChanges.Noted noted) {
    List<Types.NestedField> columns = new ArrayList<>();
    if (namesTenant(table, context)) {
      columns.add(Types.NestedField.optional(1, SilverTable.TENANT, Types.StringType.get()));
    }
    plan.add()
        .forEach(
            added ->
                columns.add(
                    Types.NestedField.optional(
                        1, added.name(), added.type(), names.doc(added.name()))));
    columns.addAll(Columns.SYSTEM);
    table.explode().ifPresent(explode -> columns.addAll(ExplodedPlaces.columns(explode)));
    if (marks()) {
      columns.add(Types.NestedField.optional(1, Columns.MARK, Types.BooleanType.get()));
    }
    columns.addAll(new VersionSchema(table).columns());
    Schema schema = withFreshIds(columns);
    // Before the table exists: it is partitioned by its key, which Iceberg would miss in other
    // words.
    requireKey(schema);
    new VersionSchema(table).requireTracked(data(table, schema));
    String unit = table.unit().tableName().toString();
    changes.add("create table " + unit + " with " + plan.add().size() + " source columns");
    Map<String, String> properties = properties(Optional.empty(), noted);
    properties.putAll(new VersionSchema(table).properties());
    Table created =
        Tables.loadOrCreate(
            context.catalog(),
            new TableSpec(table.unit().tableName(), schema, partitioning(schema), properties));
    // Another run may have been faster: then the table is as that one recorded it.
    if (created.properties().entrySet().containsAll(properties.entrySet())) {
      new SchemaHistory(context.catalog()).append(table.unit(), created);
    }
    return created;
  }

  private static Map<String, String> properties(Optional<Table> before, ShapeChanges.Noted noted) {
    TreeMap<String, String> properties =
        new TreeMap<>(SchemaHistory.property(before, noted.changes()));
    properties.putAll(noted.state().property());
    return properties;
  }

  /** Ids must differ before Iceberg can index the columns; here they are given in their order. */
  static Schema withFreshIds(List<Types.NestedField> columns) {
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

  static boolean namesTenant(SilverTable table, JobContext context) {
    return context
        .pipeline()
        .bronze(table.from().table())
        .filter(BronzeTable::namesTenant)
        .isPresent();
  }

  /** See {@link SchemaHistory} for the order of these commits, and why rows come after them. */
  private Table alter(Table have, ColumnPlan plan, FieldNames names, ShapeChanges.Noted noted) {
    if (!plan.changesTable() && noted.changes().isEmpty()) {
      return have;
    }
    SchemaHistory history = new SchemaHistory(context.catalog());
    history.heal(table.unit(), have);
    Map<String, String> properties = properties(Optional.of(have), noted);
    List<Object> planned = shape(have);
    Transaction transaction = have.newTransaction();
    if (!shape(transaction.table()).equals(planned)) {
      // A transaction begins with the table as it is now.
      throw new CommitFailedException(
          "the columns of %s were changed by another writer", have.name());
    }
    // Also when it changes nothing: a schema's update is not repeated on what another writer made
    // meanwhile, as that of properties alone would be.
    alter(transaction.updateSchema(), plan, names);
    UpdateProperties update = transaction.updateProperties();
    properties.forEach(update::set);
    update.commit();
    transaction.commitTransaction();
    history.append(table.unit(), have);
    return have;
  }

  private static List<Object> shape(Table table) {
    return List.of(
        table.schema().schemaId(), table.properties().getOrDefault(SchemaHistory.PROPERTY, ""));
  }

  private static void alter(UpdateSchema update, ColumnPlan plan, FieldNames names) {
    for (ColumnPlan.Add added : plan.add()) {
      // With its parent, which is none: else a dot in the name would be taken for a path.
      update
          .addColumn(null, added.name(), added.type(), names.doc(added.name()))
          .moveBefore(added.name(), Columns.RESCUED);
    }
    for (ColumnPlan.Widen widened : plan.widen()) {
      GrownColumn.alter(update, widened.name(), widened.from(), widened.to());
    }
    update.commit();
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
    for (String column : table.rowKey()) {
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
                    + data(table, brought).columns().stream().map(Types.NestedField::name).toList(),
                "Name columns that the source's events have, or declare the column with its"
                    + " path."));
      }
    }
  }
}

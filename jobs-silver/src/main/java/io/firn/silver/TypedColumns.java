package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.JobContext;
import io.firn.schema.ColumnPlan;
import io.firn.schema.TypeLattice;
import io.firn.table.TypeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The columns of a table with a transform. It has those that the transform makes; the ones that the
 * transform is given, which grow with the source as other tables' do, stand in a property of the
 * table. Both change in one commit, before any row is written.
 */
final class TypedColumns {
  /** Table property: the columns before the transform, as Iceberg's JSON of a schema. */
  static final String PROPERTY = "firn.typed-columns";

  private final SilverTable table;
  private final JobContext context;

  TypedColumns(SilverTable table, JobContext context) {
    this.table = table;
    this.context = context;
  }

  /** The columns before the transform; the table's own when it has none. */
  static Schema of(SilverTable table, Table target) {
    return Optional.ofNullable(target.properties().get(PROPERTY))
        .filter(typed -> table.rules().transform().isPresent())
        .map(SchemaParser::fromJson)
        .orElseGet(target::schema);
  }

  /**
   * What the columns become.
   *
   * @param typed before the transform
   * @param made by the transform, without those of Firn's own; ids are placeholders
   */
  record Next(Schema typed, Schema made) {}

  /**
   * @param have empty when there is no table yet
   * @param fields source fields and the types that hold their values
   * @param system Firn's own columns
   * @param rebuilds whether all rows are made anew
   * @throws FirnException CONFIG when the transform cannot be applied, or computes from a column
   *     that became another: rows written before would not be those that it makes now
   */
  Next next(
      Optional<Table> have,
      Map<String, Type> fields,
      List<Types.NestedField> system,
      boolean rebuilds) {
    Schema before =
        have.map(this::before).map(schema -> SilverSchema.data(table, schema)).orElse(new Schema());
    FieldNames names = FieldNames.of(table, before, fields.keySet());
    ColumnPlan plan = ColumnPlan.of(before, table.columns(), names.columns(fields), table.evolve());
    Schema typed = grown(have, before, plan, names, system);
    TransformPlan transform = TransformPlan.of(table, typed, context);
    if (!rebuilds && have.filter(target -> target.currentSnapshot() != null).isPresent()) {
      requireUnchanged(transform, plan);
    }
    return new Next(typed, SparkSchemaUtil.convert(transform.columns()));
  }

  private Schema before(Table target) {
    return of(table, target);
  }

  private Schema grown(
      Optional<Table> have,
      Schema before,
      ColumnPlan plan,
      FieldNames names,
      List<Types.NestedField> system) {
    Map<String, Type> wider = new HashMap<>();
    plan.widen().forEach(widened -> wider.put(widened.name(), widened.to()));
    List<Types.NestedField> columns = new ArrayList<>();
    boolean tenant =
        have.map(target -> before(target).findField(SilverTable.TENANT) != null)
            .orElseGet(() -> SilverSchema.namesTenant(table, context));
    if (tenant) {
      columns.add(Types.NestedField.optional(1, SilverTable.TENANT, Types.StringType.get()));
    }
    for (Types.NestedField column : before.columns()) {
      Type type = wider.getOrDefault(column.name(), column.type());
      columns.add(Types.NestedField.from(column).ofType(type).build());
    }
    for (ColumnPlan.Add added : plan.add()) {
      columns.add(
          Types.NestedField.optional(1, added.name(), added.type(), names.doc(added.name())));
    }
    columns.addAll(system);
    return SilverSchema.withFreshIds(columns);
  }

  private void requireUnchanged(TransformPlan transform, ColumnPlan plan) {
    Set<String> changed = new TreeSet<>();
    plan.add().forEach(added -> changed.add(added.name()));
    plan.widen().forEach(widened -> changed.add(widened.name()));
    changed.retainAll(transform.computedFrom());
    if (!changed.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "The transform of "
                  + table.unit()
                  + " computes from columns that are new or have another type now",
              table.rules().transform().orElseThrow().place(),
              "columns as they were when the table's rows were made",
              String.join(", ", changed),
              rebuild()));
    }
  }

  private String rebuild() {
    return "Make the table's rows anew: firn run --rebuild " + table.unit() + ".";
  }

  /**
   * Brings {@code target} to {@code next}, when it is not there yet.
   *
   * @return what was done, one sentence each
   */
  List<String> alter(Table target, Next next) {
    List<String> changes = new ArrayList<>();
    Transaction transaction = target.newTransaction();
    List<Consumer<UpdateSchema>> steps = new ArrayList<>();
    for (Types.NestedField column : next.made().columns()) {
      Types.NestedField have = target.schema().findField(column.name());
      if (have == null) {
        requireNewName(target, column.name());
        // With its parent, which is none: else a dot in the name would be taken for a path.
        steps.add(
            update ->
                update
                    .addColumn(null, column.name(), column.type())
                    .moveBefore(column.name(), Columns.RESCUED));
        changes.add("add column " + column.name() + " " + TypeText.of(column.type()));
      } else if (!TypeLattice.holds(have.type(), column.type())) {
        Type wider =
            TypeLattice.widen(have.type(), column.type()).orElseThrow(() -> conflict(have, column));
        steps.add(update -> GrownColumn.alter(update, have.name(), have.type(), wider));
        changes.add(
            "widen column "
                + have.name()
                + " from "
                + TypeText.of(have.type())
                + " to "
                + TypeText.of(wider));
      }
    }
    String typed = SchemaParser.toJson(next.typed());
    if (!steps.isEmpty()) {
      UpdateSchema update = transaction.updateSchema();
      steps.forEach(step -> step.accept(update));
      update.commit();
    }
    if (!steps.isEmpty() || !typed.equals(target.properties().get(PROPERTY))) {
      transaction.updateProperties().set(PROPERTY, typed).commit();
      transaction.commitTransaction();
    }
    return changes;
  }

  private void requireNewName(Table target, String name) {
    target.schema().columns().stream()
        .map(Types.NestedField::name)
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .ifPresent(
            other -> {
              throw another("names that differ by more than case", other + " and " + name);
            });
  }

  private FirnException conflict(Types.NestedField have, Types.NestedField made) {
    return another(
        have.name() + " " + TypeText.of(have.type()) + ", or a type that it grows into",
        TypeText.of(made.type()));
  }

  private FirnException another(String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The transform of " + table.unit() + " makes a column that its table cannot take",
            table.rules().transform().orElseThrow().place(),
            expected,
            found,
            "Cast it, or give it another name; or drop "
                + table.unit().tableName()
                + " to build it anew from all of bronze."));
  }
}

package io.firn.silver;

import io.firn.config.ColumnSpec;
import io.firn.config.Evolve;
import io.firn.config.FieldPath;
import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import io.firn.schema.ColumnPlan;
import io.firn.schema.TypeLattice;
import io.firn.silver.SchemaChange.Kind;
import io.firn.silver.SchemaChange.Place;
import io.firn.silver.ShapeEvidence.Found;
import io.firn.silver.ShapeEvidence.OfSchema;
import io.firn.silver.ShapeEvidence.Wanted;
import io.firn.table.TypeText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * What a run changes in a table's shape, and what the source changed without the table following:
 * each with the first event that brought it.
 *
 * <p>A change of the table tells itself once, as the table has it from then on. What is not
 * followed comes again with every event; {@link ShapeState} keeps what was told. All of it but the
 * search for first events works on what the run knows anyway.
 */
final class ShapeChanges {
  private final SilverTable table;
  private final FieldNames names;
  private final ColumnPlan plan;
  private final ShapeEvidence evidence;
  private final JobContext context;
  private final Optional<String> cause;
  private final Set<String> told;
  private final TreeMap<String, String> lacking;
  private final List<SchemaChange> changes = new ArrayList<>();

  /** A change that waits for its first event. */
  private record Draft(
      Kind kind, String column, Optional<Type> from, Type to, String decidedBy, Wanted wanted) {}

  /**
   * @param cause what else than new rows made the run look at the source, if so
   */
  ShapeChanges(
      SilverTable table,
      FieldNames names,
      ColumnPlan plan,
      ShapeEvidence evidence,
      JobContext context,
      Optional<String> cause) {
    this.table = table;
    this.names = names;
    this.plan = plan;
    this.evidence = evidence;
    this.context = context;
    this.cause = cause;
    this.told = new TreeSet<>();
    this.lacking = new TreeMap<>();
  }

  /**
   * What to record, and the state from then on.
   *
   * @param changes nothing, in most runs
   */
  record Noted(List<SchemaChange> changes, ShapeState state) {
    Noted {
      changes = List.copyOf(changes);
    }
  }

  /**
   * @param existing the table's columns before; empty when it is created
   * @param before what was told so far
   */
  Noted against(Optional<Schema> existing, ShapeState before) {
    told.addAll(before.told());
    lacking.putAll(before.lacking());
    Map<String, Type> columns = columns(existing);
    List<Draft> drafts = new ArrayList<>();
    if (existing.isEmpty()) {
      changes.add(created());
    } else {
      plan.add().forEach(added -> drafts.add(added(added)));
      plan.widen().forEach(widened -> drafts.addAll(widened(widened)));
    }
    plan.frozen().stream()
        .filter(frozen -> told.add("held-back " + frozen.name()))
        .forEach(frozen -> drafts.add(heldBack(frozen)));
    Set<String> ofSchemas = notHeldOfSchemas(columns);
    Stream<ColumnPlan.Conflict> others =
        plan.conflicts().stream().filter(conflict -> !ofSchemas.contains(conflict.name()));
    others
        .filter(conflict -> told.add("kept " + conflict.name() + " " + text(conflict.found())))
        .forEach(conflict -> drafts.add(kept(conflict)));
    place(drafts);
    new GoneFields(evidence, this::path, context)
        .of(columns, lacking)
        .forEach(
            gone ->
                changes.add(
                    change(
                        Kind.GONE,
                        gone.column(),
                        Optional.of(text(gone.type())),
                        null,
                        "source",
                        Optional.of(gone.place()))));
    return new Noted(changes, new ShapeState(new TreeSet<>(told), lacking));
  }

  /** The columns that the source fills, as the run leaves them. */
  private Map<String, Type> columns(Optional<Schema> existing) {
    Map<String, Type> columns = new LinkedHashMap<>();
    existing.ifPresent(
        have -> have.columns().forEach(column -> columns.put(column.name(), column.type())));
    plan.widen().forEach(widened -> columns.put(widened.name(), widened.to()));
    plan.add().forEach(added -> columns.put(added.name(), added.type()));
    return columns;
  }

  private SchemaChange created() {
    String columns =
        TypeText.of(
            Types.StructType.of(
                plan.add().stream()
                    .map(added -> Types.NestedField.optional(1, added.name(), added.type()))
                    .toList()));
    return change(Kind.CREATE_TABLE, "", Optional.empty(), columns, rule(), evidence.first());
  }

  private Draft added(ColumnPlan.Add added) {
    return new Draft(
        Kind.ADD_COLUMN,
        added.name(),
        Optional.empty(),
        added.type(),
        decidedBy(added.name()),
        new Wanted(path(added.name()), null));
  }

  private List<Draft> widened(ColumnPlan.Widen widened) {
    List<Draft> drafts = new ArrayList<>();
    for (GrownColumn.Grown grown : GrownColumn.steps(widened.from(), widened.to())) {
      List<String> path = new ArrayList<>(path(widened.name()));
      path.addAll(grown.inside());
      List<String> name = new ArrayList<>(List.of(widened.name()));
      name.addAll(grown.inside());
      drafts.add(
          new Draft(
              grown.from().isPresent() ? Kind.WIDEN : Kind.ADD_FIELD,
              String.join(".", name),
              grown.from(),
              grown.to(),
              decidedBy(widened.name()),
              new Wanted(path, grown.from().orElse(null))));
    }
    return drafts;
  }

  private Draft heldBack(ColumnPlan.Frozen frozen) {
    return new Draft(
        Kind.HELD_BACK,
        frozen.name(),
        Optional.empty(),
        frozen.found(),
        rule(),
        new Wanted(List.of(frozen.name()), null));
  }

  private Draft kept(ColumnPlan.Conflict conflict) {
    return new Draft(
        Kind.KEPT,
        conflict.name(),
        Optional.of(conflict.have()),
        conflict.found(),
        rule(),
        new Wanted(path(conflict.name()), conflict.have()));
  }

  private void place(List<Draft> drafts) {
    List<Found> found = evidence.find(drafts.stream().map(Draft::wanted).toList());
    for (int number = 0; number < drafts.size(); number++) {
      Draft draft = drafts.get(number);
      Found seen = found.get(number);
      Optional<String> from = draft.from().map(TypeText::of);
      String to = text(draft.to());
      boolean perTenant = draft.kind() == Kind.KEPT && !seen.first().isEmpty();
      if (!perTenant) {
        changes.add(change(draft.kind(), draft.column(), from, to, draft.decidedBy(), seen.any()));
        continue;
      }
      seen.first()
          .forEach(
              (topic, place) -> {
                boolean alone = seen.others().stream().allMatch(topic::equals);
                Kind kind = alone ? Kind.KEPT : Kind.TENANTS_DISAGREE;
                changes.add(
                    change(kind, draft.column(), from, to, draft.decidedBy(), Optional.of(place)));
              });
    }
  }

  /** Of events with schemas each type that a column does not hold is known, tenant by tenant. */
  private Set<String> notHeldOfSchemas(Map<String, Type> columns) {
    Set<String> all = new LinkedHashSet<>();
    columns.forEach(
        (column, have) -> {
          if (declaredType(column)) {
            return;
          }
          List<String> path = path(column);
          Set<String> fitting = new TreeSet<>();
          Map<OfSchema, Type> misfits = new LinkedHashMap<>();
          for (OfSchema schema : evidence.schemas()) {
            Optional<Type> type = schema.type(path);
            if (type.isPresent() && TypeLattice.holds(have, type.get())) {
              fitting.add(schema.where().topic());
            } else {
              type.ifPresent(misfit -> misfits.put(schema, misfit));
            }
          }
          misfits.forEach((schema, misfit) -> notHeld(column, have, schema, misfit, fitting));
          if (!misfits.isEmpty()) {
            all.add(column);
          }
        });
    return all;
  }

  private void notHeld(
      String column, Type have, OfSchema schema, Type misfit, Set<String> fitting) {
    String topic = schema.where().topic();
    if (told.add("kept " + column + " " + text(misfit) + " " + topic)) {
      boolean alone = fitting.stream().allMatch(topic::equals);
      changes.add(
          change(
              alone ? Kind.KEPT : Kind.TENANTS_DISAGREE,
              column,
              Optional.of(TypeText.of(have)),
              text(misfit),
              rule(),
              Optional.of(evidence.place(schema))));
    }
  }

  private SchemaChange change(
      Kind kind,
      String column,
      Optional<String> from,
      String to,
      String decidedBy,
      Optional<Place> place) {
    return new SchemaChange(
        kind,
        column,
        from,
        Optional.ofNullable(to),
        cause.map(why -> why + ", " + decidedBy).orElse(decidedBy),
        place,
        context.runKey().value(),
        // As the history keeps it.
        context.startedAt().truncatedTo(ChronoUnit.MICROS));
  }

  private Optional<ColumnSpec> declared(String column) {
    return table.columns().stream().filter(spec -> spec.name().equals(column)).findFirst();
  }

  private boolean declaredType(String column) {
    return declared(column).flatMap(ColumnSpec::type).isPresent();
  }

  /** The source field of a column, with the fields that lead to it. */
  private List<String> path(String column) {
    return declared(column)
        .map(spec -> FieldPath.steps(spec.path()))
        .orElseGet(() -> List.of(names.fieldOf().getOrDefault(column, column)));
  }

  private String decidedBy(String column) {
    return declared(column).map(spec -> "declared as " + key(column)).orElseGet(this::rule);
  }

  private String key(String column) {
    String quoted = column.matches("[A-Za-z0-9_-]+") ? column : "\"" + column + "\"";
    return "firn.silver." + table.name() + ".columns." + quoted;
  }

  private String rule() {
    return table.evolve() == Evolve.ADD ? "evolve = add" : "evolve = freeze";
  }

  private static String text(Type type) {
    return TypeText.of(type);
  }
}

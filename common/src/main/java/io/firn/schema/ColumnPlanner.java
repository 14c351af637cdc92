package io.firn.schema;

import io.firn.config.ColumnSpec;
import io.firn.config.Evolve;
import io.firn.config.FieldPath;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.schema.ColumnPlan.Add;
import io.firn.schema.ColumnPlan.Conflict;
import io.firn.schema.ColumnPlan.Frozen;
import io.firn.schema.ColumnPlan.Widen;
import io.firn.table.TypeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Makes one {@link ColumnPlan}. */
final class ColumnPlanner {
  /** Columns that Firn itself adds to a table begin with this. */
  private static final String RESERVED_PREFIX = "__";

  private final Map<String, Type> existing = new LinkedHashMap<>();
  private final List<ColumnSpec> declared;
  private final Map<String, Type> source;
  private final Evolve evolve;

  private final List<Add> add = new ArrayList<>();
  private final List<Widen> widen = new ArrayList<>();
  private final List<Frozen> frozen = new ArrayList<>();
  private final List<Conflict> conflicts = new ArrayList<>();

  ColumnPlanner(
      Schema existing, List<ColumnSpec> declared, Map<String, Type> source, Evolve evolve) {
    existing.columns().forEach(column -> this.existing.put(column.name(), column.type()));
    this.declared = declared;
    this.source = source;
    this.evolve = evolve;
  }

  ColumnPlan plan() {
    declared.forEach(this::planDeclared);
    Set<String> claimed =
        declared.stream().flatMap(ColumnPlanner::claimed).collect(Collectors.toSet());
    source.forEach(
        (field, found) -> {
          if (!claimed.contains(field)) {
            planField(field, found);
          }
        });
    refuseClashes();
    return new ColumnPlan(add, widen, frozen, conflicts);
  }

  /** The source field that a declared column stands for: one inside of another leaves that one. */
  private static Stream<String> claimed(ColumnSpec column) {
    List<String> steps = FieldPath.steps(column.path());
    return steps.size() == 1 ? Stream.of(steps.get(0)) : Stream.of(column.path());
  }

  private void planDeclared(ColumnSpec column) {
    Type have = existing.get(column.name());
    Optional<Type> wanted = column.type().map(DeclaredType::of);
    Optional<Type> found = wanted.or(() -> sourceType(column.path()));
    if (have == null) {
      found.ifPresent(type -> add.add(new Add(column.name(), type)));
    } else if (wanted.isPresent()) {
      growDeclared(column.name(), have, wanted.get());
    } else {
      found.ifPresent(type -> grow(column.name(), have, type));
    }
  }

  /** The type that stands at {@code path}: of a field of that name, or inside of structs. */
  private Optional<Type> sourceType(String path) {
    List<String> steps = FieldPath.steps(path);
    Type at = source.get(steps.get(0));
    if (at == null) {
      return Optional.ofNullable(source.get(path));
    }
    for (String step : steps.subList(1, steps.size())) {
      at = at instanceof Types.StructType struct ? struct.fieldType(step) : null;
    }
    return Optional.ofNullable(at);
  }

  /** The pipeline's word counts whatever {@code evolve} says; a wider column already keeps it. */
  private void growDeclared(String name, Type have, Type wanted) {
    Type grown =
        TypeLattice.widen(have, wanted)
            .orElseThrow(
                () ->
                    refusal(
                        "Planning the type of a declared column",
                        "a type that " + TypeText.of(have) + " grows into without a rewrite",
                        "column '" + name + "' declared as " + TypeText.of(wanted),
                        "Declare another column from the same path, or rebuild the table."));
    if (!TypeLattice.same(grown, have)) {
      widen.add(new Widen(name, have, grown));
    }
  }

  private void planField(String field, Type found) {
    boolean reserved = field.startsWith(RESERVED_PREFIX) || field.equals(SilverTable.TENANT);
    boolean taken = declared.stream().anyMatch(column -> column.name().equals(field));
    Type have = reserved || taken ? null : existing.get(field);
    if (have != null) {
      grow(field, have, found);
    } else if (evolve == Evolve.FREEZE) {
      frozen.add(new Frozen(field, found));
    } else if (reserved) {
      throw refusal(
          "Adding a source field as a column",
          "a name that is not Firn's own (" + SilverTable.TENANT + ", " + RESERVED_PREFIX + "*)",
          "a source field named '" + field + "'",
          "Declare a column of another name with path = \"" + field + "\".");
    } else {
      add.add(new Add(field, found));
    }
  }

  /** Text holds any value, so nothing is rescued and there is nothing to report. */
  private void grow(String name, Type have, Type found) {
    Type grown = evolve == Evolve.ADD ? TypeLattice.grow(have, found) : have;
    if (!TypeLattice.same(grown, have)) {
      widen.add(new Widen(name, have, grown));
    }
    if (!TypeLattice.holds(grown, found)) {
      conflicts.add(new Conflict(name, have, found));
    }
  }

  /**
   * Spark and StarRocks do not tell {@code Total} from {@code total}, and Iceberg not a field
   * {@code b} of {@code a} from a column {@code a.b}.
   */
  private void refuseClashes() {
    Map<String, Type> columns = new LinkedHashMap<>(existing);
    widen.forEach(column -> columns.put(column.name(), column.to()));
    Map<String, List<String>> byFoldedName = new LinkedHashMap<>();
    columns.forEach((name, type) -> fold(byFoldedName, name, type));
    add.forEach(column -> fold(byFoldedName, column.name(), column.type()));
    String clashes =
        byFoldedName.values().stream()
            .filter(names -> names.size() > 1)
            .map(names -> "'" + String.join("' and '", names) + "'")
            .collect(Collectors.joining(", "));
    if (!clashes.isEmpty()) {
      throw refusal(
          "Planning the columns of a table",
          "names that differ by more than case",
          clashes,
          "Declare columns of other names with these fields as path, or set evolve = freeze.");
    }
  }

  private static void fold(Map<String, List<String>> byFoldedName, String name, Type type) {
    byFoldedName
        .computeIfAbsent(name.toLowerCase(Locale.ROOT), folded -> new ArrayList<>())
        .add(name);
    if (type.isNestedType()) {
      type.asNestedType()
          .fields()
          .forEach(field -> fold(byFoldedName, name + "." + field.name(), field.type()));
    }
  }

  private static FirnException refusal(String what, String expected, String found, String next) {
    return new FirnException(
        new Failure(ErrorKind.CONFIG, what, "silver columns", expected, found, next));
  }
}

package io.firn.schema;

import io.firn.config.ColumnSpec;
import io.firn.config.Evolve;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.schema.ColumnPlan.Add;
import io.firn.schema.ColumnPlan.Conflict;
import io.firn.schema.ColumnPlan.Frozen;
import io.firn.schema.ColumnPlan.Widen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Type.TypeID;
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
    Set<String> claimed = declared.stream().map(ColumnSpec::path).collect(Collectors.toSet());
    source.forEach(
        (field, found) -> {
          if (!claimed.contains(field)) {
            planField(field, found);
          }
        });
    refuseClashes();
    return new ColumnPlan(add, widen, frozen, conflicts);
  }

  private void planDeclared(ColumnSpec column) {
    Type have = existing.get(column.name());
    Optional<Type> wanted = column.type().map(type -> Types.fromPrimitiveString(type.text()));
    Optional<Type> found = wanted.or(() -> Optional.ofNullable(source.get(column.path())));
    if (have == null) {
      found.ifPresent(type -> add.add(new Add(column.name(), type)));
    } else if (wanted.isPresent()) {
      growDeclared(column.name(), have, wanted.get());
    } else {
      found.ifPresent(type -> grow(column.name(), have, type));
    }
  }

  /** The pipeline's word counts whatever {@code evolve} says; a wider column already keeps it. */
  private void growDeclared(String name, Type have, Type wanted) {
    Type grown =
        TypeLattice.widen(have, wanted)
            .orElseThrow(
                () ->
                    refusal(
                        "Planning the type of a declared column",
                        "a type that " + have + " grows into without a rewrite",
                        "column '" + name + "' declared as " + wanted,
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

  private void grow(String name, Type have, Type found) {
    Optional<Type> grown = TypeLattice.widen(have, found);
    boolean same = grown.map(type -> TypeLattice.same(type, have)).orElse(false);
    if (same || holdsAsText(have, found)) {
      return;
    }
    if (grown.isPresent() && evolve == Evolve.ADD) {
      widen.add(new Widen(name, have, grown.get()));
    } else {
      conflicts.add(new Conflict(name, have, found));
    }
  }

  /** Text holds any value, so nothing is rescued and there is nothing to report. */
  private static boolean holdsAsText(Type have, Type found) {
    if (have instanceof Types.ListType left && found instanceof Types.ListType right) {
      return holdsAsText(left.elementType(), right.elementType());
    }
    return have.typeId() == TypeID.STRING;
  }

  /** Spark and StarRocks do not tell {@code Total} from {@code total}. */
  private void refuseClashes() {
    Map<String, List<String>> byFoldedName = new LinkedHashMap<>();
    existing.keySet().forEach(name -> fold(byFoldedName, name));
    add.forEach(column -> fold(byFoldedName, column.name()));
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

  private static void fold(Map<String, List<String>> byFoldedName, String name) {
    byFoldedName
        .computeIfAbsent(name.toLowerCase(Locale.ROOT), folded -> new ArrayList<>())
        .add(name);
  }

  private static FirnException refusal(String what, String expected, String found, String next) {
    return new FirnException(
        new Failure(ErrorKind.CONFIG, what, "silver columns", expected, found, next));
  }
}

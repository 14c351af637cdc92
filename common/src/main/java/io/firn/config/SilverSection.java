package io.firn.config;

import com.typesafe.config.ConfigObject;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code firn.silver.NAME}. */
final class SilverSection {
  static final Key<UnitName> FROM =
      Key.required("from", ValueType.TABLE, "The bronze table it is made of.", "bronze.orders");
  static final Key<List<String>> KEY =
      Key.required(
          "key",
          ValueType.listOf("column names", ValueType.of("a column name", ExplodeRule::keyColumn)),
          "Columns that identify a row; `tenant` is the topic's tenant. With `explode` the last one"
              + " is the element's.",
          "[tenant, id]");
  static final Key<String> EXPLODE =
      new Key<>(
          "explode",
          ValueType.of("a dotted field name", ColumnSection::path),
          new Key.Absent<>("the source's rows themselves"),
          "An array in the source's row: the table has a row for each of its elements. `key` names"
              + " the row's key, then a field that tells its elements apart, or `__index`; the"
              + " entries of a map have `__name`. Columns and their paths are those of the"
              + " elements.",
          "items");
  static final Key<Evolve> EVOLVE =
      new Key<>(
          "evolve",
          ValueType.oneOf(Evolve.class),
          new Key.Default<>(Evolve.ADD),
          "`add`: a new field becomes a column; `freeze`: it stays in bronze and is reported.",
          "freeze");
  static final Key<Integer> BUCKETS =
      new Key<>(
          "buckets",
          ValueType.integer(1, 10_000),
          new Key.Absent<>("unpartitioned"),
          "Partitions by hash of the last key column.",
          "8");
  static final Key<Names> NAMES =
      new Key<>(
          "names",
          ValueType.oneOf(Names.class),
          new Key.Default<>(Names.AS_IS),
          "What the columns are called that the pipeline does not declare: `as_is` as the source's"
              + " fields, `snake_case` in lower case with underscores. Fields of one name are"
              + " refused.",
          "snake_case");
  static final Key<ConfigObject> COLUMNS =
      new Key<>(
          "columns",
          ValueType.COLUMNS,
          new Key.Absent<>("all from the source"),
          "Declared columns, one section each; `NAME = TYPE` is short for a section with a type.",
          "");
  static final Key<Deletes> DELETES =
      new Key<>(
          "deletes",
          ValueType.oneOf(Deletes.class),
          new Key.Default<>(Deletes.REMOVE),
          "What becomes of a row that the source deleted: `remove` it, or `mark` it: it stays with"
              + " the values that it had, and `__deleted` is true.",
          "mark");
  static final Key<Boolean> CHANGES =
      new Key<>(
          "changes",
          ValueType.YES_OR_NO,
          new Key.Default<>(false),
          "Whether each run appends the rows that it changed, before and after, to"
              + " `silver.NAME__changes`.",
          "true");
  static final Key<String> TRANSFORM =
      new Key<>(
          "transform",
          ValueType.of("a path or class:NAME", text -> text),
          new Key.Absent<>("rows as they are"),
          "What becomes of each typed row before it is written: a file with a query over `input`,"
              + " relative to this file, or a class of the class path that is an"
              + " `io.firn.transform.RowTransform`. Projections and filters alone; the key stays as"
              + " it is.",
          "\"sql/orders.sql\"");
  static final Key<ConfigObject> QUARANTINE =
      new Key<>(
          "quarantine",
          ValueType.SECTION,
          new Key.Absent<>("the usual limit"),
          "How many changes of a run may be refused.",
          "");
  static final Section SECTION =
      new Section(
          "firn.silver.NAME",
          "A typed table with the latest row per key, or every version of it. Writes"
              + " `silver.NAME`.",
          List.of(
              FROM,
              KEY,
              EXPLODE,
              EVOLVE,
              NAMES,
              BUCKETS,
              VersionSection.HISTORY,
              VersionSection.TRACK,
              VersionSection.TRACK_EXCEPT,
              DELETES,
              CHANGES,
              TRANSFORM,
              QUARANTINE,
              COLUMNS,
              ExpectSection.EXPECT));

  private static final Set<String> NOT_HASHABLE = Set.of("boolean", "float", "double");

  private SilverSection() {}

  static Optional<SilverTable> read(Cursor cursor, Tables<BronzeTable> bronze) {
    Optional<UnitName> from = cursor.read(FROM);
    from.ifPresent(input -> checkInput(cursor, input, bronze));
    Optional<List<String>> key = cursor.read(KEY);
    Optional<Evolve> evolve = cursor.read(EVOLVE);
    Optional<Integer> buckets = cursor.read(BUCKETS);
    Optional<Explode> explode = ExplodeRule.read(cursor, key);
    Optional<SilverRules> rules =
        rules(cursor).map(usual -> explode.map(usual::exploding).orElse(usual));
    List<ColumnSpec> columns = ColumnSection.readAll(cursor, COLUMNS);
    key.ifPresent(
        names -> {
          checkTenant(cursor, names, from.flatMap(input -> bronze.get(input.table())));
          evolve.ifPresent(rule -> checkDeclared(cursor, ExplodeRule.told(names), rule, columns));
          evolve.ifPresent(
              rule ->
                  rules
                      .flatMap(SilverRules::versions)
                      .ifPresent(
                          kept -> VersionSection.checkColumns(cursor, kept, names, columns, rule)));
          checkBuckets(cursor, ExplodeRule.rowKey(names, explode), columns);
        });
    return cursor.build(
        () ->
            new SilverTable(
                cursor.name(),
                from.orElseThrow(),
                ExplodeRule.rowKey(key.orElseThrow(), explode),
                columns,
                evolve.orElseThrow(),
                buckets.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                rules.orElseThrow()));
  }

  private static Optional<SilverRules> rules(Cursor cursor) {
    Optional<Deletes> deletes = cursor.read(DELETES);
    deletes.ifPresent(rule -> ExplodeRule.checkDeletes(cursor, rule));
    Optional<Boolean> changes = cursor.read(CHANGES);
    Optional<QuarantineSettings> quarantine =
        cursor.has(QUARANTINE)
            ? cursor.enter(QUARANTINE, QuarantineSection.OF_SILVER).flatMap(QuarantineSection::read)
            : Optional.of(QuarantineSettings.USUAL);
    Optional<Names> names = cursor.read(NAMES);
    Optional<Transform> transform = TransformValue.read(cursor, TRANSFORM);
    Optional<VersionRules> versions = VersionSection.read(cursor);
    versions.ifPresent(kept -> VersionSection.checkRules(cursor, deletes, changes));
    versions.ifPresent(kept -> ExplodeRule.checkHistory(cursor));
    if (versions.isPresent() && transform.isPresent()) {
      cursor.reject(TRANSFORM, "does not go with history = versions");
    }
    if (transform.isPresent() && cursor.has(EXPLODE)) {
      cursor.reject(TRANSFORM, "does not go with explode");
    }
    Expectations expected = ExpectSection.readAll(cursor, ExpectSection.OF_SILVER);
    ExpectSection.checkOfSilver(cursor, expected);
    return cursor.build(
        () ->
            new SilverRules(
                    deletes.orElseThrow(),
                    changes.orElseThrow(),
                    quarantine.orElseThrow(),
                    names.orElseThrow(),
                    transform,
                    versions)
                .expecting(expected));
  }

  private static void checkInput(Cursor cursor, UnitName input, Tables<BronzeTable> bronze) {
    if (input.layer() != Layer.BRONZE) {
      cursor.reject(FROM, "silver reads bronze; '" + input.tableName() + "' is not in bronze");
    } else if (!bronze.has(input.table())) {
      cursor.reject(FROM, Inputs.unknown(input, Inputs.of(Layer.BRONZE, bronze.names())));
    }
  }

  private static void checkTenant(Cursor cursor, List<String> key, Optional<BronzeTable> input) {
    if (key.contains(SilverTable.TENANT) && input.isPresent() && !input.get().namesTenant()) {
      cursor.reject(
          KEY,
          "names 'tenant', but the topics of bronze."
              + input.get().name()
              + " have no group (?<tenant>…)");
    }
  }

  private static void checkDeclared(
      Cursor cursor, List<String> key, Evolve evolve, List<ColumnSpec> columns) {
    List<String> declared = columns.stream().map(ColumnSpec::name).toList();
    for (String name : key) {
      boolean known = name.equals(SilverTable.TENANT) || declared.contains(name);
      Optional<String> otherCase = declared.stream().filter(name::equalsIgnoreCase).findFirst();
      columns.stream()
          .filter(column -> column.name().equals(name))
          .flatMap(column -> column.type().stream())
          .filter(ColumnType::isNested)
          .forEach(
              type ->
                  cursor.reject(KEY, "'" + name + "' is a " + type + ", which identifies no row"));
      if (!known && otherCase.isPresent()) {
        cursor.reject(
            KEY, "'" + name + "' differs from the column '" + otherCase.get() + "' only by case");
      } else if (!known && evolve == Evolve.FREEZE) {
        cursor.reject(
            KEY,
            "'" + name + "' is not a declared column, and with evolve = freeze no other joins");
      }
    }
  }

  private static void checkBuckets(Cursor cursor, List<String> key, List<ColumnSpec> columns) {
    String last = key.get(key.size() - 1);
    if (cursor.has(BUCKETS)) {
      columns.stream()
          .filter(column -> column.name().equals(last))
          .flatMap(column -> column.type().stream())
          .filter(type -> NOT_HASHABLE.contains(type.text()) || type.isNested())
          .findFirst()
          .ifPresent(
              type ->
                  cursor.reject(
                      BUCKETS, "Iceberg cannot bucket '" + last + "', which is a " + type));
    }
  }
}

package io.firn.silver;

import io.firn.config.ColumnSpec;
import io.firn.config.Evolve;
import io.firn.config.FieldPath;
import io.firn.config.SilverTable;
import io.firn.config.VersionRules;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/**
 * What a silver table has because of {@code history = versions}: three columns, and a property that
 * says by which rule its versions were told apart. A table that was made by another rule is
 * refused: its versions would change their meaning from one run to the next.
 */
final class VersionSchema {
  /** A table without it keeps the latest rows. */
  static final String PROPERTY = "firn.history";

  private static final String LATEST = "latest";

  private final SilverTable table;
  private final Optional<VersionRules> rules;

  VersionSchema(SilverTable table) {
    this.table = table;
    this.rules = table.rules().versions();
  }

  List<Types.NestedField> columns() {
    return rules.isPresent() ? Columns.VERSION : List.of();
  }

  /** Of a table that is made. */
  Map<String, String> properties() {
    return rules.map(kept -> Map.of(PROPERTY, kept.text())).orElse(Map.of());
  }

  void requireSameHistory(Table have) {
    String made = have.properties().getOrDefault(PROPERTY, LATEST);
    String wanted = rules.map(VersionRules::text).orElse(LATEST);
    if (!made.equals(wanted)) {
      throw refusal(
          table.unit() + " keeps another history than its table",
          "history",
          made + ", as the table was made with",
          wanted,
          "Set it back, or drop "
              + table.unit().tableName()
              + " to build it anew from all of bronze.");
    }
  }

  /**
   * @param columns of the source's fields, by the rule for names
   * @param fieldOf the field of a column that is called otherwise
   */
  void requireOtherNames(Collection<String> columns, Map<String, String> fieldOf) {
    if (rules.isEmpty() || table.evolve() == Evolve.FREEZE) {
      return;
    }
    List<String> claimed =
        table.columns().stream()
            .map(ColumnSpec::path)
            .map(FieldPath::steps)
            .filter(steps -> steps.size() == 1)
            .map(steps -> steps.get(0))
            .toList();
    columns.stream()
        .filter(VersionRules::isOwn)
        .filter(column -> !claimed.contains(column))
        .findFirst()
        .ifPresent(
            column -> {
              throw refusal(
                  "Adding a source field to " + table.unit() + " as a column",
                  "history",
                  "a name that is none of a version's own (valid_from, valid_to, is_current)",
                  "a source field with the column '" + column + "'",
                  "Declare a column of another name with this field as path: columns { source_"
                      + column
                      + " { path = \""
                      + fieldOf.getOrDefault(column, column)
                      + "\" } }.");
            });
  }

  /** A tracked column that is not there would silently make no version, or too many. */
  void requireTracked(Schema columns) {
    List<String> named = new ArrayList<>();
    rules.ifPresent(
        kept -> {
          named.addAll(kept.track());
          named.addAll(kept.trackExcept());
        });
    for (String column : named) {
      if (columns.findField(column) == null && !Columns.isTenant(column)) {
        throw refusal(
            "A tracked column of " + table.unit() + " does not exist",
            rules.orElseThrow().track().isEmpty() ? "track-except" : "track",
            "a column of the source or a declared one",
            "'"
                + column
                + "'; columns are "
                + columns.columns().stream().map(Types.NestedField::name).toList(),
            "Name columns that the source's events have, or declare the column with its path.");
      }
    }
  }

  private FirnException refusal(
      String what, String key, String expected, String found, String next) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            what,
            "firn.silver." + table.name() + "." + key,
            expected,
            found,
            next));
  }
}

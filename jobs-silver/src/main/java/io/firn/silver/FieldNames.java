package io.firn.silver;

import io.firn.config.ColumnSpec;
import io.firn.config.Evolve;
import io.firn.config.FieldPath;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/**
 * Which column a source field goes to where the pipeline's rule for names calls it otherwise.
 *
 * <p>The rule does not lead back, so the column's comment keeps the field's own name, written with
 * the column. Two fields of one column are refused, be it of one run or of two; so is a field whose
 * column says another name, as when somebody wrote a comment of their own.
 *
 * @param fieldOf undeclared columns by name
 */
record FieldNames(Map<String, String> fieldOf) {
  private static final String COMMENT = "source field ";

  /**
   * @param columns of the table so far
   * @param fields that the source has
   * @throws FirnException when two fields have one column
   */
  static FieldNames of(SilverTable table, Schema columns, Collection<String> fields) {
    Set<String> claimed =
        table.columns().stream()
            .map(ColumnSpec::path)
            .map(FieldPath::steps)
            .filter(steps -> steps.size() == 1)
            .map(steps -> steps.get(0))
            .collect(Collectors.toSet());
    Map<String, String> fieldOf = new HashMap<>();
    for (Types.NestedField column : columns.columns()) {
      fieldOf.put(column.name(), field(column));
    }
    for (String field : fields) {
      if (claimed.contains(field)) {
        continue;
      }
      String column = table.rules().names().of(field);
      if (table.evolve() == Evolve.FREEZE && columns.findField(column) == null) {
        continue;
      }
      if (claimed.contains(column) && !column.equals(field)) {
        throw clash(table, field, column);
      }
      String other = fieldOf.put(column, field);
      if (other != null && !other.equals(field)) {
        throw clash(table, field, other);
      }
    }
    requireOwnNames(table, fieldOf);
    return new FieldNames(fieldOf);
  }

  /** A key is looked for in every change, under the name that the pipeline file tells. */
  private static void requireOwnNames(SilverTable table, Map<String, String> fieldOf) {
    List<String> declared = table.columns().stream().map(ColumnSpec::name).toList();
    for (String column : table.key()) {
      String field = fieldOf.getOrDefault(column, column);
      if (!declared.contains(column) && !field.equals(column)) {
        throw new FirnException(
            new Failure(
                ErrorKind.CONFIG,
                "Naming the key of " + table.unit(),
                "firn.silver." + table.name() + ".key",
                "a declared column",
                "'" + column + "', which is the field '" + field + "' by the rule for names",
                "Declare it: columns { " + column + " { path = \"" + field + "\" } }."));
      }
    }
  }

  /** The source field of an undeclared column. */
  static String field(Types.NestedField column) {
    return Optional.ofNullable(column.doc())
        .filter(doc -> doc.startsWith(COMMENT))
        .map(doc -> doc.substring(COMMENT.length()))
        .orElse(column.name());
  }

  /** {@code fields} under their columns' names; those that a declared column names keep theirs. */
  <T> Map<String, T> columns(Map<String, T> fields) {
    Map<String, String> columnOf = new HashMap<>();
    fieldOf.forEach((column, field) -> columnOf.put(field, column));
    Map<String, T> columns = new LinkedHashMap<>();
    fields.forEach((field, value) -> columns.put(columnOf.getOrDefault(field, field), value));
    return columns;
  }

  /** The comment of a new column; null for one that is called as its field. */
  String doc(String column) {
    String field = fieldOf.get(column);
    return field == null || field.equals(column) ? null : COMMENT + field;
  }

  private static FirnException clash(SilverTable table, String field, String other) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "Naming the columns of " + table.unit(),
            "firn.silver." + table.name() + ".names",
            "fields with a column each",
            "'"
                + other
                + "' and '"
                + field
                + "' for the column '"
                + table.rules().names().of(field)
                + "'",
            "Declare a column of another name with one of them as path."));
  }
}

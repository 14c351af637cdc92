package io.firn.silver;

import io.firn.config.Explode;
import io.firn.config.SilverTable;
import io.firn.config.VersionRules;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Names of the columns that Firn itself keeps in silver and in the rows on their way there. */
final class Columns {
  /** JSON object of source values that did not fit their column, by column name. */
  static final String RESCUED = "__rescued";

  /** Place of the row's change in the source's log, then in Kafka: together the order of a key. */
  static final String POSITION = "__position";

  static final String PARTITION = "__partition";
  static final String OFFSET = "__offset";

  /** Added behind the source's columns of every silver table. */
  static final List<Types.NestedField> SYSTEM =
      List.of(
          Types.NestedField.optional(1, RESCUED, Types.StringType.get()),
          Types.NestedField.required(2, POSITION, Types.StringType.get()),
          Types.NestedField.required(3, PARTITION, Types.IntegerType.get()),
          Types.NestedField.required(4, OFFSET, Types.LongType.get()));

  /** Whether the row is deleted in the source; of tables with {@code deletes = mark}. */
  static final String MARK = "__deleted";

  /** The source's time of the change that made the row what it is; of tables that keep versions. */
  static final String VALID_FROM = "valid_from";

  /** The source's time of the change that ended it; null while it is current. */
  static final String VALID_TO = "valid_to";

  static final String IS_CURRENT = "is_current";

  /** Added behind the system columns of a table that keeps versions. */
  static final List<Types.NestedField> VERSION =
      List.of(
          Types.NestedField.required(1, VALID_FROM, Types.TimestampType.withZone()),
          Types.NestedField.optional(2, VALID_TO, Types.TimestampType.withZone()),
          Types.NestedField.required(3, IS_CURRENT, Types.BooleanType.get()));

  static final Set<String> SYSTEM_NAMES =
      Set.of(RESCUED, POSITION, PARTITION, OFFSET, MARK, Explode.INDEX, Explode.NAME);

  // Columns of rows that are not written yet.
  static final String GROUP = "__group";
  static final String KEY = "__key";
  static final String OLD_KEY = "__old_key";
  static final String DELETED = "__gone";
  static final String MISSING = "__missing";
  static final String ORIGIN = "__origin";
  static final String LOST = "__lost";

  /** Prefix of a column that belongs to the row already in the table. */
  static final String TARGET = "__t_";

  private Columns() {}

  /** The column of exactly that name: a dot in a source's column name is no path. */
  static Column named(String column) {
    return functions.col(quoted(column));
  }

  /** The field of a struct column. */
  static Column field(String struct, String name) {
    return functions.col(quoted(struct) + "." + quoted(name));
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Whether the source fills it. */
  static boolean isData(SilverTable table, String column) {
    boolean ofVersions = table.rules().versions().isPresent() && VersionRules.isOwn(column);
    return !SYSTEM_NAMES.contains(column) && !ofVersions;
  }

  static boolean isTenant(String column) {
    return column.equals(SilverTable.TENANT);
  }
}

package io.firn.schema;

import io.firn.config.ColumnSpec;
import io.firn.config.Evolve;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;

/**
 * What is to become of a table's columns, now that its source has certain fields.
 *
 * <p>Columns are added and widened, never dropped, renamed or narrowed. Field ids inside added
 * types are placeholders.
 *
 * @param add columns the table has not got, declared ones first
 * @param widen columns that grow into a type that holds the old and the new values
 * @param frozen source fields that stay in bronze
 * @param conflicts columns whose source changed to a type they cannot grow into: they keep theirs,
 *     and values that do not fit are rescued
 */
public record ColumnPlan(
    List<Add> add, List<Widen> widen, List<Frozen> frozen, List<Conflict> conflicts) {

  public record Add(String name, Type type) {}

  public record Widen(String name, Type from, Type to) {}

  public record Frozen(String name, Type found) {}

  public record Conflict(String name, Type have, Type found) {}

  public ColumnPlan {
    add = List.copyOf(add);
    widen = List.copyOf(widen);
    frozen = List.copyOf(frozen);
    conflicts = List.copyOf(conflicts);
  }

  /**
   * Compares a table with what the pipeline declares and with what its source has.
   *
   * @param existing the table's columns; empty when there is no table yet
   * @param source the type of every source field that is known to have one, by name; a declared
   *     nested path may stand in it under its dotted name
   * @throws io.firn.model.FirnException when two columns would differ by nothing but case, a source
   *     field bears a name that is Firn's, or a declared type is none the column can grow into
   */
  public static ColumnPlan of(
      Schema existing, List<ColumnSpec> declared, Map<String, Type> source, Evolve evolve) {
    return new ColumnPlanner(existing, declared, source, evolve).plan();
  }

  /** Whether the table must be altered. */
  public boolean changesTable() {
    return !add.isEmpty() || !widen.isEmpty();
  }
}

package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.config.VersionRules;
import io.firn.run.lineage.SilverShape;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/** The columns of silver tables for those who ask where they come from. */
public final class SilverShapes implements SilverShape {
  @Override
  public Schema typed(SilverTable table, Table held) {
    return new Schema(
        TypedColumns.of(table, held).columns().stream()
            .filter(column -> !Columns.SYSTEM_NAMES.contains(column.name()))
            .toList());
  }

  @Override
  public String field(Types.NestedField column) {
    return FieldNames.field(column);
  }

  @Override
  public Optional<String> filled(SilverTable table, String column) {
    if (Columns.isTenant(column)) {
      return Optional.of("topic");
    }
    boolean ofVersions = table.rules().versions().isPresent() && VersionRules.isOwn(column);
    return ofVersions ? Optional.of("source.ts_ms") : Optional.empty();
  }
}

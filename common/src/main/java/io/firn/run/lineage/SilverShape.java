package io.firn.run.lineage;

import io.firn.config.SilverTable;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/** What silver knows of its own tables' columns. */
public interface SilverShape {

  /** The columns before the table's transform, without Firn's own. */
  Schema typed(SilverTable table, Table held);

  /** The source field that fills a column nobody declares. */
  String field(Types.NestedField column);

  /** A column that Firn itself fills: its path in the change event; empty for any other. */
  Optional<String> filled(SilverTable table, String column);
}

package io.firn.change;

import io.firn.commit.TableCommit; // expect: import-control
import io.firn.table.TableSpec;
import org.apache.spark.sql.Row;
import org.apache.iceberg.Table; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  TableCommit useTableCommit();
  TableSpec useTableSpec();
  Row useRow();
  Table useTable();
}

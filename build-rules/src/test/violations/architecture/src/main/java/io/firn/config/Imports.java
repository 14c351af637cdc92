package io.firn.config;

import com.typesafe.config.Config;
import io.firn.model.TableName;
import io.firn.table.TableSpec; // expect: import-control
import org.apache.iceberg.Table; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Config useConfig();
  TableName useTableName();
  TableSpec useTableSpec();
  Table useTable();
}

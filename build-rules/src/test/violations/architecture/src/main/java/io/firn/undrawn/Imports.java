package io.firn.undrawn;

import io.firn.model.TableName; // expect: import-control
import java.util.List;
import org.apache.spark.sql.Row; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  TableName useTableName();
  List useList();
  Row useRow();
}

package io.firn.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.config.Pipeline;
import io.firn.model.UnitName;
import io.firn.table.TableSpec; // expect: import-control
import org.apache.spark.sql.Row; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  JsonNode useJsonNode();
  Pipeline usePipeline();
  UnitName useUnitName();
  TableSpec useTableSpec();
  Row useRow();
}

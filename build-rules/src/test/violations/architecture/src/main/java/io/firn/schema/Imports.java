package io.firn.schema;

import io.firn.change.Envelope; // expect: import-control
import io.firn.commit.TableCommit; // expect: import-control
import io.firn.table.TableSpec;
import org.apache.iceberg.Schema;

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Envelope useEnvelope();
  TableCommit useTableCommit();
  TableSpec useTableSpec();
  Schema useSchema();
}

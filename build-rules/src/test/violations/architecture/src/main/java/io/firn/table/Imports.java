package io.firn.table;

import io.firn.change.Envelope; // expect: import-control
import io.firn.config.Pipeline;
import io.firn.schema.Shape; // expect: import-control
import org.apache.iceberg.Table;

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Envelope useEnvelope();
  Pipeline usePipeline();
  Shape useShape();
  Table useTable();
}

package io.firn.commit;

import io.firn.quality.Expectations; // expect: import-control
import io.firn.run.JobContext; // expect: import-control
import io.firn.schema.Shape;
import org.apache.iceberg.Table;

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Expectations useExpectations();
  JobContext useJobContext();
  Shape useShape();
  Table useTable();
}

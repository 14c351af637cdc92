package io.firn.quality;

import io.firn.change.Envelope;
import io.firn.commit.TableCommit; // expect: import-control
import io.firn.run.JobContext; // expect: import-control
import io.firn.schema.Shape;

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Envelope useEnvelope();
  TableCommit useTableCommit();
  JobContext useJobContext();
  Shape useShape();
}

package io.firn.bronze;

import io.firn.gold.GoldJob; // expect: import-control
import io.firn.run.Job;
import io.firn.sandbox.Sandbox; // expect: import-control
import io.firn.silver.SilverJob; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  GoldJob useGoldJob();
  Job useJob();
  Sandbox useSandbox();
  SilverJob useSilverJob();
}

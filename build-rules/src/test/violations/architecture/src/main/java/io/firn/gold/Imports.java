package io.firn.gold;

import io.firn.bronze.BronzeJob; // expect: import-control
import io.firn.cli.Cli; // expect: import-control
import io.firn.run.Job;
import io.firn.silver.SilverJob; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  BronzeJob useBronzeJob();
  Cli useCli();
  Job useJob();
  SilverJob useSilverJob();
}

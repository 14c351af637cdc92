package io.firn.run;

import io.firn.bronze.BronzeJob; // expect: import-control
import io.firn.cli.Cli; // expect: import-control
import io.firn.commit.TableCommit;
import io.firn.manifest.Manifest;

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  BronzeJob useBronzeJob();
  Cli useCli();
  TableCommit useTableCommit();
  Manifest useManifest();
}

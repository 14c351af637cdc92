package io.firn.cli;

import io.firn.bench.Bench; // expect: import-control
import io.firn.gold.GoldJob;
import io.firn.sandbox.Sandbox;
import io.firn.starrocks.ExternalCatalog;

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  Bench useBench();
  GoldJob useGoldJob();
  Sandbox useSandbox();
  ExternalCatalog useExternalCatalog();
}

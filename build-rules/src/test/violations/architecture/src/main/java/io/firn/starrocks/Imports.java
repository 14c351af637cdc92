package io.firn.starrocks;

import io.firn.config.CatalogSettings;
import io.firn.gold.GoldJob; // expect: import-control
import io.firn.run.JobContext; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  CatalogSettings useCatalogSettings();
  GoldJob useGoldJob();
  JobContext useJobContext();
}

package io.firn.silver;

import io.firn.bronze.BronzeJob; // expect: import-control
import io.firn.change.Envelope;
import io.firn.gold.GoldJob; // expect: import-control

/** Forbidden imports are marked; the others are allowed. */
interface Imports {
  BronzeJob useBronzeJob();
  Envelope useEnvelope();
  GoldJob useGoldJob();
}

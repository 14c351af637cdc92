package io.firn.config;

/** How a gold table follows its inputs. */
public enum Refresh {
  /** Groups that changes of the inputs reach are computed anew; all where that cannot be told. */
  INCREMENTAL,
  /** All rows are computed anew whenever an input changed. */
  FULL
}

/**
 * Which input columns a query's columns depend on: a pure function of the analysed plan ({@link
 * io.firn.lineage.QueryLineage}).
 */
package io.firn.lineage;

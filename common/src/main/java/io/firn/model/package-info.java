/**
 * Values that every other package speaks: names, ranges, the ledger, outcomes and failures.
 *
 * <p>JDK only. Nothing here reads a clock, a file or a network; a record that exists is valid. The
 * words are those of the architecture page: a {@link io.firn.model.UnitName unit} is one table's
 * work in one {@link io.firn.model.Layer layer}; a {@link io.firn.model.KafkaRange} or {@link
 * io.firn.model.SnapshotRange} is what it reads; a {@link io.firn.model.LedgerEntry} accounts for
 * every offset of it; an {@link io.firn.model.Outcome} is how it ended.
 */
package io.firn.model;

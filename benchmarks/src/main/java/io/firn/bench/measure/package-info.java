/**
 * Peers that do the same work in turns, and what each turn took.
 *
 * <p>{@link io.firn.bench.measure.Interleaving} lets every {@link io.firn.bench.measure.Peer} work
 * once a round, in an order that turns round with each round, so that a machine that grows slower
 * or faster meanwhile favours none. A {@link io.firn.bench.measure.Meter} takes the time, the CPU
 * time and the memory of each turn.
 */
package io.firn.bench.measure;

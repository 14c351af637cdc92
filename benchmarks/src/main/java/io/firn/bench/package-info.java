/**
 * What Firn costs, as ratios: {@code firn bench NAME}.
 *
 * <p>A {@link io.firn.bench.Benchmark} prepares a workload ({@link io.firn.bench.workload}), lets
 * its peers do the same work in turns ({@link io.firn.bench.measure}) and divides their medians.
 * Absolute times belong to one machine and one hour; the ratio of two peers that took turns in one
 * run is what may be compared with another day's.
 */
package io.firn.bench;

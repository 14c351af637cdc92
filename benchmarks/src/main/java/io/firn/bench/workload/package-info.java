/**
 * Change events to measure with: the same bytes in every run.
 *
 * <p>A {@link io.firn.bench.workload.Workload} makes records out of nothing but their number;
 * {@link io.firn.bench.workload.TopicWriter} puts them into Kafka.
 */
package io.firn.bench.workload;

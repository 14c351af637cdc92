package io.firn.bench.workload;

/**
 * A topic and what goes into it.
 *
 * @param workload the events of one round
 */
public record TopicLoad(String topic, int partitions, Workload workload) {}

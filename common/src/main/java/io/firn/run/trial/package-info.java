/**
 * Tests of a pipeline's own queries: given rows in, expected rows out, without Kafka and without a
 * table. {@link io.firn.run.trial.TrialRun} carries them out in a small session; each layer's
 * {@link io.firn.run.trial.Trial} applies the query as a run does, refusals included.
 */
package io.firn.run.trial;

/**
 * A run from its start to its exit code. This package alone touches the clock, the environment, the
 * session builder and the end of the process.
 *
 * <p>{@link io.firn.run.PipelineRun} walks the selected units ({@link io.firn.run.Selection},
 * {@link io.firn.run.Waves}), lets each layer's {@link io.firn.run.Job} plan and run, and writes
 * the {@link io.firn.run.RunReport}. {@link io.firn.run.JobMain} is the command line under {@code
 * spark-submit}.
 */
package io.firn.run;

/**
 * The pipeline file as one tree of values, or the list of everything wrong with it.
 *
 * <p>{@link io.firn.config.PipelineParser} is the only way in. It returns a {@link
 * io.firn.config.Pipeline}, whose records cannot hold a wrong value, or every {@link
 * io.firn.config.Problem} with file and line: a user mends a file in one go, and no job ever checks
 * a setting again. Nothing here connects to anything or loads Spark, so that checking a pipeline
 * takes a blink.
 *
 * <p>Each key is declared once, beside the code that reads it, as a {@link io.firn.config.Key} in a
 * {@link io.firn.config.Section}. A {@link io.firn.config.Cursor} reads by these declarations and
 * refuses all other keys; {@link io.firn.config.KeyReference} prints them. So what is accepted,
 * what is checked and what is documented cannot drift apart.
 *
 * <p>Secrets are references ({@link io.firn.config.Setting}). {@link io.firn.config.Variables}
 * marks what came from the environment, and {@link io.firn.config.SettingsReader} refuses a secret
 * that stands in the file; messages show neither.
 */
package io.firn.config;

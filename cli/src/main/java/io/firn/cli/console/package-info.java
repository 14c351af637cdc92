/**
 * What a person sees: a {@link io.firn.cli.console.Narrator} that tells a story line by line, draws
 * {@link io.firn.cli.console.Grid grids} and shows progress, aware of whether a terminal listens.
 *
 * <p>Standard output carries the result and nothing else; whatever happens on the way goes to
 * standard error. A result is therefore safe to pipe into {@code jq}.
 */
package io.firn.cli.console;

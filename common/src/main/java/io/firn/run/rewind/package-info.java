/**
 * Takes all tables of a pipeline back to an earlier cut.
 *
 * <p>{@link io.firn.run.rewind.TableHistory} is what a table's main branch tells; {@link
 * io.firn.run.rewind.CutChoice}, a pure function, finds the snapshots that belong together; {@link
 * io.firn.run.rewind.Rewind} moves the tables, downstream first, and argues why a crash between two
 * of them is harmless.
 */
package io.firn.run.rewind;

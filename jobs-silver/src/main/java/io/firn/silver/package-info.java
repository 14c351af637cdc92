/**
 * Bronze to silver.
 *
 * <p>{@link io.firn.silver.SilverJob} decides the bronze snapshots to read ({@link
 * io.firn.silver.SilverPlanner}), looks at what is in them ({@link io.firn.silver.Survey}), brings
 * the table's columns to it ({@link io.firn.silver.SilverSchema}), puts the changes of each key
 * together ({@link io.firn.silver.Rows}, {@link io.firn.silver.Fold}), decodes the last image of
 * each ({@link io.firn.silver.RowDecoder}), finds the rows that they replace ({@link
 * io.firn.silver.Existing}) and commits new rows, deletes and progress as one.
 */
package io.firn.silver;

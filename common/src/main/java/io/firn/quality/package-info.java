/**
 * What Firn demands of queries that it runs for others: {@link io.firn.quality.Purity} finds what
 * makes a result depend on more than its rows, {@link io.firn.quality.NamedTables} gives a query
 * the tables that it may read and no others, {@link io.firn.quality.Audit} asks rows what is
 * expected of them.
 */
package io.firn.quality;

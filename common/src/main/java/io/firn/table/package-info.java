/**
 * What a table is ({@link io.firn.table.TableSpec}) and how it is found ({@link
 * io.firn.table.Tables}).
 */
package io.firn.table;

/**
 * How the columns of a table follow the fields of its source.
 *
 * <p>{@link io.firn.schema.ShapeInference} finds the types of events that bring no schema, {@link
 * io.firn.schema.TypeLattice} says which types may grow into which, {@link
 * io.firn.schema.ColumnPlan} compares a table with its source and says what is to be added,
 * widened, left out or kept as it is. All are functions of values; nothing here touches a table.
 */
package io.firn.schema;

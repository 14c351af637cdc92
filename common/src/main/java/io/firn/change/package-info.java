/**
 * All that Firn knows about Debezium: what an event says, what its fields are, which of two is the
 * newer.
 *
 * <p>Field types: a {@link io.firn.change.SourceSchema} is read once per schema, each {@link
 * io.firn.change.SourceField} has a {@link io.firn.change.SourceType}, and a {@link
 * io.firn.change.ColumnDecoder} turns its JSON values, as {@link io.firn.change.EventJson} reads
 * them, into a column's. A value comes out exactly or is refused with {@link
 * io.firn.change.DoesNotFit}; a value that the source did not send is an {@link
 * io.firn.change.UnavailableValue}.
 */
package io.firn.change;

/** How long it takes to bring changes into a table that is much larger than they are. */
package io.firn.bench.upsert;

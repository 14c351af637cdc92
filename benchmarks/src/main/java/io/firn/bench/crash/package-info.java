/** Runs that are killed, and what their tables hold in the end. */
package io.firn.bench.crash;

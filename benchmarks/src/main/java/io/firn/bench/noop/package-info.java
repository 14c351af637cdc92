/** {@code firn bench noop}: what a run costs that finds nothing to do. */
package io.firn.bench.noop;

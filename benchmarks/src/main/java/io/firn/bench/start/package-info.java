/** {@code firn bench start}: what a small run costs beside a Spark session that does nothing. */
package io.firn.bench.start;

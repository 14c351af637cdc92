/** {@code firn bench landing}: what bronze costs beside reading the same offsets for nothing. */
package io.firn.bench.landing;

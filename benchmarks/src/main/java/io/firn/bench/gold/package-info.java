/** Gold from what changed, beside gold as a whole and beside MERGE. */
package io.firn.bench.gold;

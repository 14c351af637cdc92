/** Keeps tables fast to read and their history bounded, beside running writers. */
package io.firn.run.maintain;

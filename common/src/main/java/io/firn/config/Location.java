package io.firn.config;

/**
 * A place in a pipeline file.
 *
 * @param file as the user would name it
 * @param line 1-based; 0 when only the file is known
 */
record Location(String file, int line) {}

package io.firn.config;

/** What becomes of a row that the source deleted. */
public enum Deletes {
  /** It is removed. */
  REMOVE,
  /** It stays with the values that it had, and its column {@code __deleted} is true. */
  MARK
}

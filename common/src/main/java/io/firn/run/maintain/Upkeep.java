package io.firn.run.maintain;

import java.util.Locale;

/** Kinds of work on a table that change none of its rows, in the order in which they are done. */
public enum Upkeep {
  /** Small files, and files of which many rows are deleted, become new ones. */
  COMPACT,
  /** Many small manifests become few. */
  MANIFESTS,
  /** Old snapshots go, with the files that they alone refer to. */
  EXPIRE,
  /** Files that no snapshot refers to, as killed runs leave them, are deleted. */
  ORPHANS;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return id();
  }
}

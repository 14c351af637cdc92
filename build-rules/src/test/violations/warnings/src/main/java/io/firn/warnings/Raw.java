package io.firn.warnings;

import java.util.List;

/** Compiles, with a warning. */
public final class Raw {
  public int size(List names) { // expect: rawtypes
    return names.size();
  }
}

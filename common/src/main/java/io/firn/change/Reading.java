package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;

/** Turns one JSON value, never null, into Catalyst's form of one column type, exactly. */
@FunctionalInterface
interface Reading {
  Object read(JsonNode value) throws DoesNotFit;

  /** A reading that no value passes: the source's type has nothing to do with the column's. */
  static Reading none(String reason) {
    return value -> {
      throw new DoesNotFit(reason);
    };
  }
}

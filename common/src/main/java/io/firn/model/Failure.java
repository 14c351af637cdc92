package io.firn.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * What the person on call reads: what was attempted and where, what was expected and found, and the
 * next step. Never row contents, never secrets.
 */
public record Failure(
    ErrorKind kind, String what, String where, String expected, String found, String next)
    implements Serializable {
  public Failure {
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(what, "what is null");
    Objects.requireNonNull(where, "where is null");
    Objects.requireNonNull(expected, "expected is null");
    Objects.requireNonNull(found, "found is null");
    Objects.requireNonNull(next, "next is null");
  }

  public String oneLine() {
    return what + " (" + where + "): expected " + expected + ", found " + found + ". " + next;
  }

  public String lines() {
    return what
        + "\n  where:    "
        + where
        + "\n  expected: "
        + expected
        + "\n  found:    "
        + found
        + "\n  next:     "
        + next;
  }
}

package io.firn.run.trial;

/** A value of a test that its column's type does not hold. */
final class DoesNotFit extends Exception {
  private static final long serialVersionUID = 1L;

  DoesNotFit(String message) {
    super(message);
  }
}

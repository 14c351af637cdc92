package io.firn.change;

/**
 * A value that its column cannot hold exactly; the row keeps it in {@code __rescued}.
 *
 * <p>The message is a short reason and never contains the value. No stack trace is taken: a
 * connector may send millions of these.
 */
public final class DoesNotFit extends Exception {
  private static final long serialVersionUID = 1L;

  public DoesNotFit(String reason) {
    super(reason, null, false, false);
  }
}

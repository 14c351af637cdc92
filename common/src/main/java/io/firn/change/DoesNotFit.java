package io.firn.change;

/**
 * A value that its column cannot hold exactly; the row keeps it in {@code __rescued}, all of it.
 *
 * <p>The message is a short reason and never contains the value. No stack trace is taken: a
 * connector may send millions of these.
 */
public final class DoesNotFit extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Object held;

  public DoesNotFit(String reason) {
    this(reason, null);
  }

  /**
   * Of a struct of which some fields fit.
   *
   * @param held the struct with these fields alone, in Catalyst's form
   */
  DoesNotFit(String reason, Object held) {
    super(reason, null, false, false);
    this.held = held;
  }

  /** What the column can hold of the value; null when that is nothing. */
  public Object held() {
    return held;
  }
}

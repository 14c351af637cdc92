package io.firn.silver;

import java.util.Locale;

/** A change of bronze cannot be applied to the table. No stack trace: there may be millions. */
final class ChangeRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** Reasons as they stand in {@code silver.__quarantine}. */
  enum Reason {
    /** A part of the key is missing or null. */
    NO_KEY,
    /** The change says nothing of its place in the source's log. */
    NO_POSITION,
    /** A write without a row image. */
    NO_IMAGE,
    /** An update of a document that may mean two places. */
    UNCLEAR_PATCH,
    /** A row image or key that is no JSON. */
    NO_JSON,
    /** What is to be exploded is no array, or nothing tells it. The row has no rows then. */
    NO_ELEMENTS,
    /** Elements without a key; the others have their rows. */
    NO_ELEMENT_KEY,
    /** Elements with the key of one before them, which has its row. */
    ELEMENT_KEY_TWICE;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  ChangeRefusal(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}

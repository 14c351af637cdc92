package io.firn.change;

/**
 * Why a record is no Debezium envelope. The message says what was found where, never a value.
 *
 * <p>Thrown without a stack trace: a topic full of foreign records must not pay for one each.
 */
public final class EnvelopeRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** Reasons as they stand in the quarantine table. */
  public enum Reason {
    NOT_JSON,
    NOT_AN_ENVELOPE,
    UNKNOWN_OPERATION,
    WRONG_CONNECTOR,
    NO_POSITION,
    KEY_NOT_JSON,
    NOT_AVRO,
    UNKNOWN_SCHEMA,
    UNREADABLE_SCHEMA
  }

  private final Reason reason;

  public EnvelopeRefusal(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

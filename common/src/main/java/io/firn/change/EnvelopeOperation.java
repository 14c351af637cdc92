package io.firn.change;

import java.util.Optional;

/**
 * The operations of a Debezium envelope ({@code op}), by name. A code that is none of these is
 * refused: a sink that takes the unknown for an insert is silently wrong.
 */
public enum EnvelopeOperation {
  READ("r"),
  CREATE("c"),
  UPDATE("u"),
  DELETE("d"),
  TRUNCATE("t"),
  MESSAGE("m");

  private final String code;

  EnvelopeOperation(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  public static Optional<EnvelopeOperation> ofCode(String code) {
    for (EnvelopeOperation operation : values()) {
      if (operation.code.equals(code)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}

package io.firn.sandbox;

/** A part that could not be started, reached or used; the message says which, why and what next. */
public final class SandboxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SandboxException(String message) {
    super(message);
  }

  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}

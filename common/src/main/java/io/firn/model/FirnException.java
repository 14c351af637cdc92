package io.firn.model;

/**
 * A failure that was recognised and can be told in the five parts of {@link Failure}.
 *
 * <p>Serializable with its failure: one thrown in a Spark task reaches the driver as it is.
 */
public final class FirnException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  public FirnException(Failure failure) {
    this(failure, null);
  }

  public FirnException(Failure failure, Throwable cause) {
    super(failure.oneLine(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}

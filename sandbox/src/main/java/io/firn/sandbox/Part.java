package io.firn.sandbox;

import java.util.Map;

/**
 * A real server that this machine runs for a test, a demo or a user who looks around. It listens on
 * 127.0.0.1 from the moment its {@code start} method returns until {@link #close()}.
 */
public interface Part extends AutoCloseable {

  /** The name a user writes to ask for this part. */
  String name();

  /** What listens where, each address in the form its own clients expect. */
  Map<String, String> addresses();

  /** Ends the part and every process it started; a second call does nothing. */
  @Override
  void close();
}

package io.firn.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;

/**
 * Waits for Ctrl-C or SIGTERM as the normal end of a verb. A shutdown hook would not do: the JVM
 * would end with 130 or 143, while stopping on request is a success.
 */
final class StopSignal implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Map<String, Object> before = new LinkedHashMap<>();

  private StopSignal() {}

  static StopSignal listen() {
    StopSignal stop = new StopSignal();
    for (String name : List.of("INT", "TERM")) {
      stop.before.put(name, Signals.register(name, stop.asked::countDown));
    }
    return stop;
  }

  void await() throws InterruptedException {
    asked.await();
  }

  /** A second Ctrl-C, while the parts are being stopped, ends the process the hard way. */
  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}

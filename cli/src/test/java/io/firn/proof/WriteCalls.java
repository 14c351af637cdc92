package io.firn.proof;

import io.firn.config.CatalogSettings;
import io.firn.config.Pipeline;
import io.firn.config.Setting;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls of a pipeline's runs that change files or the catalog, one after the other, whichever
 * thread makes them: on the driver and, where Spark is local, in tasks.
 */
final class WriteCalls {
  private static final Map<String, WriteCalls> BY_NAME = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  /**
   * What comes to a call's way while all others wait. What it throws is what the caller sees: an
   * unchecked exception for files, {@code SQLException} for the catalog's database.
   */
  interface Watcher {
    /** The call has not begun; it will not when this throws. */
    default void before(String call) throws Exception {}

    /** The call has had its effect. */
    default void after(String call) throws Exception {}
  }

  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  private final Watcher watcher;

  private WriteCalls(Watcher watcher) {
    this.watcher = watcher;
  }

  /** The same pipeline, watched. */
  static Pipeline watched(Pipeline pipeline, Watcher watcher) {
    String name = "watched_" + COUNT.incrementAndGet();
    BY_NAME.put(name, new WriteCalls(watcher));
    WatchedDriver.register();
    CatalogSettings catalog = pipeline.catalog();
    TreeMap<String, Setting> properties = new TreeMap<>(catalog.properties());
    properties.put("io-impl", new Setting.Plain(WatchedFileIo.class.getName()));
    properties.put(WatchedFileIo.CALLS, new Setting.Plain(name));
    return new Pipeline(
        pipeline.name(),
        new CatalogSettings(
            catalog.name(),
            catalog.type(),
            catalog.uri().map(url -> WatchedDriver.url(name, url)),
            catalog.warehouse(),
            properties),
        pipeline.kafka(),
        pipeline.spark(),
        pipeline.reports(),
        pipeline.bronze(),
        pipeline.silver(),
        pipeline.gold());
  }

  static WriteCalls named(String name) {
    return BY_NAME.get(name);
  }

  @SuppressWarnings("unchecked") // a watcher throws what this kind of call may throw
  synchronized <T, E extends Exception> T write(String what, Work<T, E> work) throws E {
    try {
      watcher.before(what);
      T result = work.run();
      watcher.after(what);
      return result;
    } catch (Exception thrown) {
      throw (E) thrown;
    }
  }
}

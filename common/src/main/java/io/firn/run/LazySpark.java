package io.firn.run;

import io.firn.config.Pipeline;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Starts Spark at the first call, once, whichever thread calls first. */
final class LazySpark implements Supplier<SparkSession> {
  private final Pipeline pipeline;
  private SparkSession session;
  private boolean joined;

  LazySpark(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public synchronized SparkSession get() {
    if (session == null) {
      joined = !SparkSession.getDefaultSession().isEmpty();
      session = SparkSessions.start(pipeline);
    }
    return session;
  }

  /** Ends the session, unless it ran in this process before. */
  synchronized void stop() {
    if (session != null && !joined) {
      session.stop();
    }
    session = null;
  }
}

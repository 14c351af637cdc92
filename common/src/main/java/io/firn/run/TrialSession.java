package io.firn.run;

import io.firn.config.Pipeline;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A session for a handful of rows that no table holds: one thread, nothing compiled, nothing
 * adapted. Queries mean what they mean in a run, since the settings that say so are a run's own.
 */
public final class TrialSession implements AutoCloseable {
  private final Pipeline pipeline;
  private Optional<SparkSession> session = Optional.empty();
  private boolean joined;

  public TrialSession(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Starts the session at the first call. */
  public SparkSession get() {
    if (session.isEmpty()) {
      joined = !SparkSession.getDefaultSession().isEmpty();
      session = Optional.of(SparkSessions.startSmall(pipeline));
    }
    return session.get();
  }

  /** Ends the session, unless Spark ran in this process before. */
  @Override
  public void close() {
    if (!joined) {
      session.ifPresent(SparkSession::stop);
    }
    session = Optional.empty();
  }
}

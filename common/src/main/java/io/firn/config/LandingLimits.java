package io.firn.config;

/**
 * How much a run takes from Kafka at most, so that a backlog is eaten in steps.
 *
 * @param bytesPerRun bytes as they lie in Kafka, over all tables of a run
 * @param bytesPerTenant the same for one tenant, so that a large one does not starve the others; of
 *     a table that names no tenant, each topic counts as one
 */
public record LandingLimits(long bytesPerRun, long bytesPerTenant) {
  /** No limit. */
  public static final long NONE = Long.MAX_VALUE;

  /** What holds when nothing is set. */
  public static final LandingLimits USUAL = new LandingLimits(64L << 30, NONE);

  public LandingLimits {
    if (bytesPerRun < 1 || bytesPerTenant < 1) {
      throw new IllegalArgumentException("a limit of less than one byte lands nothing, ever");
    }
  }
}

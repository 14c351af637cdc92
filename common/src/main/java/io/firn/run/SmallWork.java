package io.firn.run;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.RuntimeConfig;

/**
 * Suits Spark to a run over few rows, as most runs are: what a query costs is then not its rows but
 * what Spark does around them (benchmarks/README.md, {@code start}).
 *
 * <ul>
 *   <li>Operators are interpreted. To compile them Spark writes a Java class for each, compiles it
 *       and has the JVM compile it again: hundreds of milliseconds of CPU time a query.
 *   <li>Plans are not adapted while they run: each exchange would be a job of its own, after which
 *       the rest is planned anew.
 *   <li>An exchange has as many partitions as the rows are worth.
 * </ul>
 *
 * <p>Each way gives the same rows: it is how Spark itself goes on where a class cannot be compiled
 * or a plan cannot be adapted. A pipeline or a {@code spark-submit} that sets one of these keys has
 * the last word.
 *
 * @param rows that pass through the operators of all units that run side by side in one session
 */
record SmallWork(long rows) {
  /** An interpreted operator costs some 100 ns a row more, which is 20 ms here. */
  static final long FEW_ROWS = 200_000;

  /** Some hundred milliseconds of decoding, beside which a task more costs little. */
  private static final long ROWS_PER_TASK = 50_000;

  /** Of an exchange of many rows; Spark's 200 are for a cluster that somebody has tuned. */
  static final int PARTITIONS = 4;

  static final String PARTITIONS_KEY = "spark.sql.shuffle.partitions";

  /** For a handful of rows. */
  static final Map<String, String> FEWEST =
      Map.of(
          "spark.sql.codegen.wholeStage",
          "false",
          "spark.sql.codegen.factoryMode",
          "NO_CODEGEN",
          "spark.sql.adaptive.enabled",
          "false",
          PARTITIONS_KEY,
          "1");

  /** Of units that are about to run side by side. */
  static SmallWork of(Collection<UnitPlan> plans) {
    return new SmallWork(plans.stream().mapToLong(UnitPlan::rowsAtMost).max().orElse(0));
  }

  /** Suits the session to the work; does nothing where nobody knows how much it is. */
  void suit(JobContext context) {
    if (rows == Long.MAX_VALUE) {
      return;
    }
    RuntimeConfig conf = context.spark().get().conf();
    SparkConf started = context.spark().get().sparkContext().getConf();
    settings()
        .forEach(
            (key, value) -> {
              if (context.pipeline().spark().containsKey(key) || started.contains(key)) {
                return;
              }
              value.ifPresentOrElse(text -> conf.set(key, text), () -> conf.unset(key));
            });
  }

  private Map<String, Optional<String>> settings() {
    boolean few = rows <= FEW_ROWS;
    Optional<String> no = few ? Optional.of("false") : Optional.empty();
    long partitions = few ? (rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK : PARTITIONS;
    return Map.of(
        "spark.sql.codegen.wholeStage",
        no,
        "spark.sql.codegen.factoryMode",
        few ? Optional.of("NO_CODEGEN") : Optional.empty(),
        "spark.sql.adaptive.enabled",
        no,
        PARTITIONS_KEY,
        Optional.of(Long.toString(Math.max(1, partitions))));
  }
}

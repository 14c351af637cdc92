package io.firn.run;

import java.util.Collection;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Lets Spark interpret its operators where that is cheaper than to compile them. For each of them
 * Spark writes a Java class, compiles it and has the JVM compile it again: hundreds of milliseconds
 * of CPU time a query, whatever it reads. Over few rows that is most of what a query costs
 * (benchmarks/README.md, {@code start}); over many the compiled class wins.
 *
 * <p>Both ways give the same rows: it is how Spark itself goes on where a class cannot be compiled.
 * A pipeline or a {@code spark-submit} that sets one of these keys has the last word.
 *
 * @param rows that pass through the operators of all units that run side by side in one session
 */
record SmallWork(long rows) {
  /** An interpreted operator costs some 100 ns a row more, which is 20 ms here. */
  static final long FEW_ROWS = 200_000;

  private static final Map<String, String> INTERPRETED =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  /** Of units that are about to run side by side. */
  static SmallWork of(Collection<UnitPlan> plans) {
    return new SmallWork(plans.stream().mapToLong(UnitPlan::rowsAtMost).max().orElse(0));
  }

  /** Suits the session to the work; does nothing where nobody knows how much it is. */
  void suit(JobContext context) {
    if (rows == Long.MAX_VALUE) {
      return;
    }
    SparkSession spark = context.spark().get();
    SparkConf started = spark.sparkContext().getConf();
    INTERPRETED.forEach(
        (key, value) -> {
          if (context.pipeline().spark().containsKey(key) || started.contains(key)) {
            return;
          }
          if (rows <= FEW_ROWS) {
            spark.conf().set(key, value);
          } else {
            spark.conf().unset(key);
          }
        });
  }
}

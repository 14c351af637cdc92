package io.firn.bench.start;

import org.apache.spark.sql.SparkSession;

/** A program that starts Spark, counts one range and ends: no job on Spark can cost less. */
public final class BareSession {
  static final long ROWS = 1000;

  private BareSession() {}

  /** Prints the count. */
  public static void main(String[] arguments) {
    System.setProperty("log4j2.configurationFile", "classpath:io/firn/bench/log4j2.properties");
    SparkSession spark =
        SparkSession.builder()
            .appName("bare")
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    System.out.println(spark.range(ROWS).count());
    spark.stop();
  }
}

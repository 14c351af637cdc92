package io.firn.cli;

import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/** A program may end, ask the clock and talk; it starts Spark through io.firn.run only. */
final class Program {
  SparkSession session() {
    return SparkSession.builder().getOrCreate(); // expect: session
  }

  void end() {
    System.out.println(Instant.now() + System.getenv("HOME"));
    System.exit(1);
  }
}

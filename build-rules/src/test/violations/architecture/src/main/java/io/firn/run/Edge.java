package io.firn.run;

import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/** Here the effects live. */
final class Edge {
  SparkSession session() {
    return SparkSession.builder().getOrCreate();
  }

  void end() {
    System.exit(1);
  }

  String variable() {
    return System.getenv("HOME");
  }

  Instant clock() {
    return Instant.now();
  }

  void console() {
    System.out.println("done"); // expect: console
  }
}

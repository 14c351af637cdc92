package io.firn.silver;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import org.apache.spark.sql.SparkSession;

/** Effects at the edge: none of these belongs into a job. */
final class Effects {
  SparkSession session() {
    return SparkSession.builder() // expect: session
        .master("local")
        .getOrCreate(); // expect: session
  }

  void end() {
    System.exit(1); // expect: exit
    Runtime.getRuntime().halt(1); // expect: exit
  }

  String variable() {
    return System.getenv("HOME"); // expect: environment
  }

  void clock() {
    long millis = System.currentTimeMillis(); // expect: clock
    Instant now = Instant.now(); // expect: clock
    LocalDate today = LocalDate.now(); // expect: clock
    Clock clock = Clock.systemUTC(); // expect: clock
    Date date = new Date(); // expect: clock
    Instant given = Instant.now(clock); // expect: clock
    long span = System.nanoTime();
    Date known = new Date(0);
  }

  void console() {
    System.out.println("done"); // expect: console
    System.err.println("failed"); // expect: console
  }

  void waits() throws InterruptedException {
    Thread.sleep(10); // expect: sleep
    // allow sleep: the broker gives no other sign of life
    Thread.sleep(10);
    Thread.sleep(10); // allow sleep: the broker gives no other sign of life
    // allow sleep:
    Thread.sleep(10); // expect: sleep
    // allow clock: another rule's name waives nothing
    Thread.sleep(10); // expect: sleep
  }

  void trace(Exception failed) {
    failed.printStackTrace(); // expect: stack-trace
  }

  // A comment may say Thread.sleep(1), System.exit(1) and Instant.now().
}

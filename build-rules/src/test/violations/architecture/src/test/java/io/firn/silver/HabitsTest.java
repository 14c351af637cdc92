package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals; // expect: illegal-import

import io.firn.gold.GoldJob;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions; // expect: illegal-import

/** Tests may reach further than main code, but not assert less. */
class HabitsTest {
  private final GoldJob neighbour = null;
  private final Assertions assertions = null;

  void effectsAreAllowed() {
    SparkSession.builder().getOrCreate();
    System.out.println(Instant.now() + System.getenv("HOME"));
  }

  void thrown() {
    assertEquals(1, 1);
    assertThatThrownBy(() -> fail()).isInstanceOf(IllegalStateException.class); // expect: assert-message
    assertThatThrownBy(() -> fail()) // expect: assert-message
        .isInstanceOf(IllegalStateException.class);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> fail()); // expect: assert-message
    assertThatThrownBy(() -> fail()).hasMessage("the third law");
    assertThatThrownBy(() -> fail())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the third law");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> fail())
        .withMessage("the third law");
  }

  void waits() throws InterruptedException {
    Thread.sleep(10); // expect: sleep
  }

  static void fail() {
    throw new IllegalStateException("the third law");
  }
}

package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.bronze.BronzeProgress.Landed;
import io.firn.model.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BronzeProgressTest {
  private static final BronzeProgress PROGRESS =
      new BronzeProgress(
          "c",
          new TreeMap<>(
              Map.of(
                  "b.orders", new Landed("id-b", List.of(Long.MAX_VALUE), List.of(), List.of(3)),
                  "a.orders",
                      new Landed("id-a", List.of(120L, 7L), List.of("", "x"), List.of(0, 0)))));

  @Test
  void itsTextReadsBack() {
    assertThat(BronzeProgress.parse(PROGRESS.text())).isEqualTo(PROGRESS);
  }

  @Test
  void oneProgressHasOneText() {
    assertThat(PROGRESS.text())
        .isEqualTo(
            "{\"cluster\":\"c\",\"topics\":{\"a.orders\":{\"id\":\"id-a\","
                + "\"next\":[120,7],\"high\":[\"\",\"x\"]},"
                + "\"b.orders\":{\"id\":\"id-b\",\"next\":[9223372036854775807],\"era\":[3]}}}");
  }

  @Test
  void theNextOffsetIsThePartitions() {
    assertThat(PROGRESS.next(new TopicPartition("a.orders", 1))).hasValue(7);
    assertThat(PROGRESS.next(new TopicPartition("a.orders", 2))).isEmpty();
    assertThat(PROGRESS.next(new TopicPartition("c.orders", 0))).isEmpty();
  }

  @Test
  void aProgressWithoutPositionsIsRead() {
    BronzeProgress before =
        BronzeProgress.parse(
            "{\"cluster\":\"c\",\"topics\":{\"t\":{\"id\":\"i\",\"next\":[3,4]}}}");

    PositionTrack track = new PositionTrack(true, 0, Optional.of("p"));
    assertThat(before.high(new TopicPartition("t", 1))).isEmpty();
    assertThat(before.reaching(Map.of(new TopicPartition("t", 1), track)).text())
        .isEqualTo(
            "{\"cluster\":\"c\",\"topics\":"
                + "{\"t\":{\"id\":\"i\",\"next\":[3,4],\"high\":[\"\",\"p\"]}}}");
  }

  @Test
  void textOfAnotherKindIsADefect() {
    assertThatThrownBy(() -> BronzeProgress.parse("42"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unreadable bronze progress in the table: 42");
  }
}

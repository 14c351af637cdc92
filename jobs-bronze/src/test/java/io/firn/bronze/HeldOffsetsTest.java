package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.OffsetRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOffsetsTest {
  private static final HeldOffsets HELD =
      new HeldOffsets(
          List.of(new OffsetRange(20, 25), new OffsetRange(5, 10), new OffsetRange(10, 12)));

  @Test
  void anOffsetIsHeldFromTheStartOfARangeToItsEndWhichIsNotIncluded() {
    assertThat(List.of(5L, 9L, 10L, 11L, 20L, 24L)).allMatch(HELD::contains);
    assertThat(List.of(0L, 4L, 12L, 19L, 25L, 99L)).noneMatch(HELD::contains);
    assertThat(HeldOffsets.NONE.contains(0)).isFalse();
  }

  @Test
  void whatIsMissingIsWhatLiesBetween() {
    assertThat(HELD.missing(new OffsetRange(0, 30)))
        .containsExactly(new OffsetRange(0, 5), new OffsetRange(12, 20), new OffsetRange(25, 30));
    assertThat(HELD.missing(new OffsetRange(6, 22))).containsExactly(new OffsetRange(12, 20));
    assertThat(HELD.missing(new OffsetRange(5, 12))).isEmpty();
    assertThat(HELD.missing(new OffsetRange(0, 3))).containsExactly(new OffsetRange(0, 3));
    assertThat(HELD.missing(new OffsetRange(13, 15))).containsExactly(new OffsetRange(13, 15));
    assertThat(HeldOffsets.NONE.missing(new OffsetRange(1, 2)))
        .containsExactly(new OffsetRange(1, 2));
  }
}

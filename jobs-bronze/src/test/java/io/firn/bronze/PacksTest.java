package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Work is dealt out whole and about evenly. */
class PacksTest {

  @Property
  void everyOffsetIsDealtOutOnce(
      @ForAll("slices") List<Slice> slices, @ForAll @IntRange(min = 1, max = 9) int tasks) {
    List<List<Slice>> packs = Packs.of(slices, tasks);

    assertThat(packs).hasSizeLessThanOrEqualTo(tasks).doesNotContain(List.of());
    assertThat(joined(packs)).isEqualTo(joined(List.of(slices)));
  }

  /** Pieces that follow on each other as one. */
  private static Map<String, OffsetRange> joined(List<List<Slice>> packs) {
    Map<String, OffsetRange> ranges = new TreeMap<>();
    for (Slice slice : packs.stream().flatMap(List::stream).toList()) {
      ranges.merge(
          slice.unit() + " " + slice.partition(),
          slice.range(),
          (head, tail) -> {
            assertThat(tail.start()).isEqualTo(head.end());
            return new OffsetRange(head.start(), tail.end());
          });
    }
    return ranges;
  }

  @Test
  void aLargePartitionIsSplitEvenly() {
    List<List<Slice>> packs = Packs.of(List.of(slice(0, 0, 5, 1_000_005)), 4);

    assertThat(packs).hasSize(4);
    assertThat(packs).allSatisfy(pack -> assertThat(offsets(pack)).isBetween(200_000L, 300_000L));
  }

  @Test
  void aPartitionThatOneTaskMustReadIsNotSplit() {
    Slice whole = new Slice(0, new TopicPartition("t", 0), new OffsetRange(0, 1_000_000), true);

    assertThat(Packs.of(List.of(whole, slice(1, 0, 0, 10)), 4))
        .anySatisfy(pack -> assertThat(pack).contains(whole));
  }

  @Test
  void smallTopicsOfOneUnitStayTogether() {
    List<Slice> slices = new ArrayList<>();
    for (int unit = 0; unit < 100; unit++) {
      for (int partition = 0; partition < 4; partition++) {
        slices.add(slice(unit, partition, 0, 500));
      }
    }

    List<List<Slice>> packs = Packs.of(slices, 4);

    assertThat(packs).hasSize(4);
    long files =
        packs.stream().mapToLong(pack -> pack.stream().map(Slice::unit).distinct().count()).sum();
    assertThat(files).isLessThanOrEqualTo(103);
  }

  @Test
  void littleWorkIsOneTask() {
    assertThat(Packs.of(List.of(slice(0, 0, 0, 10), slice(1, 0, 0, 10)), 8)).hasSize(1);
  }

  @Test
  void nothingToDoIsNoTask() {
    assertThat(Packs.of(List.of(), 8)).isEmpty();
  }

  private static long offsets(List<Slice> pack) {
    return pack.stream().mapToLong(slice -> slice.range().length()).sum();
  }

  private static Slice slice(int unit, int partition, long start, long end) {
    return new Slice(
        unit, new TopicPartition("topic" + unit, partition), new OffsetRange(start, end), false);
  }

  @Provide
  Arbitrary<List<Slice>> slices() {
    Arbitrary<Long> lengths =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 1000), Arbitraries.longs().between(1, 500_000));
    return lengths
        .list()
        .ofMaxSize(40)
        .map(
            found -> {
              List<Slice> slices = new ArrayList<>();
              for (int i = 0; i < found.size(); i++) {
                slices.add(slice(i / 3, i % 3, i, i + found.get(i)));
              }
              return slices;
            });
  }
}

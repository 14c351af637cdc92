package io.firn.run.rewind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.CommitKeys;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Histories are written oldest first: {@code "1 monday p1"} is snapshot 1, made at second 1. */
class RunCutsTest {
  private static final UnitName BRONZE = UnitName.parse("bronze:orders");
  private static final UnitName SILVER = UnitName.parse("silver:orders");
  private static final UnitName OTHER = UnitName.parse("silver:items");
  private static final UnitName GOLD = UnitName.parse("gold:totals");
  private static final UnitName MORE = UnitName.parse("gold:more");

  private final Map<UnitName, TableHistory> histories = new HashMap<>();

  /** Progress of silver and gold is written {@code bronze.orders=3,silver.items=4}. */
  record Written(Layer layer) implements LayerInputs {
    @Override
    public Map<TableName, Long> inputs(String progress) {
      Map<TableName, Long> inputs = new HashMap<>();
      for (String input : progress.split(",", -1)) {
        String[] parts = input.split("=", -1);
        inputs.put(TableName.parse(parts[0]), Long.valueOf(parts[1]));
      }
      return inputs;
    }
  }

  @Test
  void goldLeadsToWhatItWasMadeOf() {
    history(BRONZE, "10 monday p", "20 tuesday p", "30 wednesday p");
    history(SILVER, "11 monday bronze.orders=10", "21 tuesday bronze.orders=20");
    history(GOLD, "12 monday silver.orders=11", "22 tuesday silver.orders=21");

    assertThat(cut("tuesday").tables()).isEqualTo(Map.of(BRONZE, 20L, SILVER, 21L, GOLD, 22L));
    assertThat(cut("monday").tables()).isEqualTo(Map.of(BRONZE, 10L, SILVER, 11L, GOLD, 12L));
    assertThat(cut("monday").inputs().get(GOLD)).isEqualTo(Map.of("silver.orders", 11L));
    assertThat(cuts().runs().stream().map(Map.Entry::getKey))
        .containsExactly("wednesday", "tuesday", "monday");
  }

  @Test
  void aTableThatNothingInTheCutReadsStandsWhereItStoodThen() {
    history(BRONZE, "10 monday p", "20 tuesday p");
    history(SILVER, "11 monday bronze.orders=10");
    history(OTHER, "13 monday bronze.orders=10", "40 later bronze.orders=20");
    history(GOLD, "12 monday silver.orders=11", "22 tuesday silver.orders=11");

    assertThat(cut("tuesday").tables())
        .isEqualTo(Map.of(BRONZE, 10L, SILVER, 11L, OTHER, 13L, GOLD, 22L));
  }

  @Test
  void goldOfDifferentStatesIsNoCut() {
    history(BRONZE, "10 monday p", "20 tuesday p");
    history(SILVER, "11 monday bronze.orders=10", "21 tuesday bronze.orders=20");
    history(GOLD, "12 monday silver.orders=11", "22 tuesday silver.orders=21");
    history(MORE, "13 monday silver.orders=11");

    assertThat(cut("monday").tables()).containsEntry(MORE, 13L);
    assertThatThrownBy(() -> cut("tuesday"))
        .hasMessageContaining("made of different states of silver:orders")
        .hasMessageContaining("gold:more")
        .hasMessageContaining("gold:totals");
  }

  @Test
  void compactionBetweenIsTheSameState() {
    history(BRONZE, "10 monday p");
    history(SILVER, "11 monday bronze.orders=10", "13 - replace");
    history(GOLD, "12 monday silver.orders=11");
    history(MORE, "14 monday silver.orders=13");

    assertThat(cut("monday").tables()).containsEntry(SILVER, 13L).containsEntry(BRONZE, 10L);
  }

  @Test
  void whatIsExpiredIsToldByName() {
    history(BRONZE, "10 monday p");
    history(SILVER, "21 tuesday bronze.orders=10");
    history(GOLD, "12 monday silver.orders=11", "22 tuesday silver.orders=21");

    assertThat(cut("tuesday").tables()).containsEntry(SILVER, 21L);
    assertThatThrownBy(() -> cut("monday"))
        .hasMessageContaining("What gold:totals was made of is no longer in silver:orders")
        .hasMessageContaining("snapshot 11");
  }

  @Test
  void goldOfGoldLeadsThroughBoth() {
    history(BRONZE, "10 monday p", "20 tuesday p");
    history(SILVER, "11 monday bronze.orders=10", "21 tuesday bronze.orders=20");
    history(MORE, "12 monday silver.orders=11", "22 tuesday silver.orders=21");
    history(GOLD, "13 monday gold.more=12", "23 tuesday gold.more=22");

    assertThat(cut("monday").tables())
        .isEqualTo(Map.of(BRONZE, 10L, SILVER, 11L, MORE, 12L, GOLD, 13L));
  }

  @Test
  void aRunThatNobodyKnowsIsRefused() {
    history(BRONZE, "10 monday p");

    assertThatThrownBy(() -> cut("mondey"))
        .hasMessageContaining("the run 'mondey'; did you mean 'monday'?");
  }

  private RunCut cut(String run) {
    return cuts().of(Optional.of(run));
  }

  private RunCuts cuts() {
    List<List<UnitName>> waves =
        List.of(List.of(BRONZE), List.of(SILVER, OTHER), List.of(MORE), List.of(GOLD));
    waves.stream()
        .flatMap(List::stream)
        .forEach(
            unit -> histories.computeIfAbsent(unit, key -> new TableHistory(key, List.of(), true)));
    return new RunCuts(
        histories.values(), waves, List.of(new Written(Layer.SILVER), new Written(Layer.GOLD)));
  }

  private void history(UnitName unit, String... points) {
    List<Point> newestFirst = new ArrayList<>();
    for (String text : points) {
      String[] parts = text.split(" ", -1);
      long snapshot = Long.parseLong(parts[0]);
      boolean compaction = parts[2].equals("replace");
      Map<String, String> summary =
          compaction
              ? Map.of()
              : Map.of(CommitKeys.RUN_KEY, parts[1], CommitKeys.PROGRESS, parts[2]);
      newestFirst.add(
          0,
          new Point(
              snapshot,
              Instant.ofEpochSecond(snapshot),
              compaction ? "replace" : "append",
              summary));
    }
    histories.put(unit, new TableHistory(unit, newestFirst, true));
  }
}

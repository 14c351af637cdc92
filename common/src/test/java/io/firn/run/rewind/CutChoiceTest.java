package io.firn.run.rewind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.CommitKeys;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories are written oldest first: {@code "1 monday p1"} is snapshot 1, made at second 1. */
class CutChoiceTest {
  private static final UnitName ORDERS = UnitName.parse("bronze:orders");
  private static final UnitName ITEMS = UnitName.parse("bronze:items");
  private static final UnitName SILVER = UnitName.parse("silver:orders");
  private static final UnitName GOLD = UnitName.parse("gold:totals");
  private static final List<List<UnitName>> WAVES =
      List.of(List.of(ORDERS, ITEMS), List.of(SILVER), List.of(GOLD));

  private final Map<UnitName, TableHistory> histories = new HashMap<>();

  /** Progress of silver and gold is written {@code bronze.orders=3,bronze.items=4}. */
  private record Written(Layer layer) implements LayerInputs {
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
  void eachTableStandsWhereTheRunLeftIt() {
    threeRuns();

    assertThat(to(new Target.ToRun("tuesday")))
        .isEqualTo(Map.of(ORDERS, 20L, SILVER, 21L, GOLD, 22L));
  }

  @Test
  void aTimeBetweenTwoRunsIsTheEarlierOne() {
    threeRuns();

    assertThat(to(new Target.ToTime(at(29))))
        .isEqualTo(Map.of(ORDERS, 20L, SILVER, 21L, GOLD, 22L));
    assertThat(to(new Target.ToTime(at(20))))
        .as("bronze's commit itself is in; silver is the newest made of it")
        .isEqualTo(Map.of(ORDERS, 20L, SILVER, 21L, GOLD, 22L));
    assertThat(to(new Target.ToTime(at(19))))
        .isEqualTo(Map.of(ORDERS, 10L, SILVER, 11L, GOLD, 12L));
  }

  @Test
  void beforeTheFirstRunEveryTableIsEmpty() {
    threeRuns();

    assertThat(to(new Target.ToTime(at(9)))).isEmpty();
    assertThat(to(new Target.BeforeLast(3))).isEmpty();
  }

  @Test
  void theLastRunsAreThoseThatLandedSomething() {
    threeRuns();
    history(
        GOLD,
        "12 monday silver.orders=11",
        "22 tuesday silver.orders=21",
        "32 wednesday silver.orders=31",
        "35 edited-sql silver.orders=31");

    assertThat(to(new Target.BeforeLast(1))).isEqualTo(Map.of(ORDERS, 20L, SILVER, 21L, GOLD, 22L));
    assertThatThrownBy(() -> to(new Target.BeforeLast(4)))
        .hasMessageContaining("There are 3 runs that landed something, not 4");
  }

  @Test
  void aTableThatTheRunDidNotTouchStandsWhereItStoodThen() {
    threeRuns();
    history(ITEMS, "15 monday i1", "33 wednesday i2");

    assertThat(to(new Target.ToRun("tuesday"))).containsEntry(ITEMS, 15L);
    assertThat(to(new Target.ToTime(at(14)))).doesNotContainKey(ITEMS);
  }

  @Test
  void aRunThatLandedLaterInOneTableThanInAnotherIsWhole() {
    history(ORDERS, "10 monday a", "20 tuesday b", "25 wednesday c");
    history(ITEMS, "12 monday a", "30 tuesday b");

    assertThat(to(new Target.ToRun("tuesday"))).isEqualTo(Map.of(ORDERS, 20L, ITEMS, 30L));
  }

  @Test
  void silverThatLaggedBehindStandsAtTheNewestMadeOfNoMoreThanBronzeHas() {
    history(ORDERS, "10 monday a", "20 tuesday b", "30 wednesday c");
    history(
        SILVER,
        "21 tuesday bronze.orders=10",
        "29 repair bronze.orders=20",
        "31 wednesday bronze.orders=30");

    assertThat(to(new Target.ToRun("tuesday"))).containsEntry(SILVER, 29L);
    assertThat(to(new Target.ToRun("monday"))).containsEntry(SILVER, 21L);
  }

  @Test
  void goldOfTwoInputsNeedsBoth() {
    UnitName other = UnitName.parse("silver:items");
    List<List<UnitName>> waves =
        List.of(List.of(ORDERS, ITEMS), List.of(SILVER, other), List.of(GOLD));
    history(ORDERS, "10 one a", "20 two b");
    history(ITEMS, "11 one a", "30 three b");
    history(SILVER, "12 one bronze.orders=10", "22 two bronze.orders=20");
    history(other, "13 one bronze.items=11", "32 three bronze.items=30");
    history(
        GOLD,
        "14 one silver.orders=12,silver.items=13",
        "24 two silver.orders=22,silver.items=13",
        "34 three silver.orders=22,silver.items=32");

    assertThat(to(waves, new Target.ToRun("two"))).containsEntry(GOLD, 24L);
    assertThat(to(waves, new Target.ToRun("one"))).containsEntry(GOLD, 14L);
  }

  @Test
  void aTableThatBeganLaterIsEmpty() {
    threeRuns();
    history(GOLD, "32 wednesday silver.orders=31");

    assertThat(to(new Target.ToRun("tuesday"))).doesNotContainKey(GOLD);
  }

  @Test
  void aCompactionOnTopStaysAndSoDoesWhatOtherToolsHadDoneByThen() {
    history(ORDERS, "10 monday a", "15 - - replace", "20 tuesday b");
    history(SILVER, "11 monday bronze.orders=15", "16 - - delete", "21 tuesday bronze.orders=20");

    assertThat(to(new Target.ToRun("monday"))).isEqualTo(Map.of(ORDERS, 15L, SILVER, 11L));
    assertThat(to(new Target.ToTime(at(17)))).isEqualTo(Map.of(ORDERS, 15L, SILVER, 16L));
  }

  @Test
  void theSameTargetOnceMoreIsTheSameCutAlsoWhenOnlySomeTablesAreBack() {
    for (Target target : List.of(new Target.ToRun("monday"), new Target.ToTime(at(19)))) {
      threeRuns();
      Map<UnitName, Long> cut = to(target);
      for (UnitName unit : List.of(GOLD, SILVER, ORDERS)) {
        cutOff(unit, cut.get(unit));
        assertThat(to(target)).as("%s is back", unit).isEqualTo(cut);
      }
    }
  }

  @Test
  void aRunThatIsGoneFromAllTablesIsUnknown() {
    threeRuns();

    assertThatThrownBy(() -> to(new Target.ToRun("tusday")))
        .hasMessageContaining("has the run 'tusday'; did you mean 'tuesday'?")
        .hasMessageContaining("wednesday, tuesday, monday");
  }

  @Test
  void expiredBronzeIsRefusedWithTheEarliestRunThatIsPossible() {
    threeRuns();
    expire(ORDERS, 10);
    expire(SILVER, 11);

    assertThatThrownBy(() -> to(new Target.ToTime(at(12))))
        .hasMessageContaining("bronze:orders no longer has what it needs")
        .hasMessageContaining("The earliest target that is possible: --to-run tuesday.")
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.HISTORY));
  }

  @Test
  void expiredSilverIsRefusedToo() {
    threeRuns();
    expire(SILVER, 21);

    assertThatThrownBy(() -> to(new Target.ToRun("tuesday")))
        .hasMessageContaining("silver:orders no longer has what it needs")
        .hasMessageContaining("--to-run wednesday");
  }

  @Test
  void silverMadeOfAnExpiredSnapshotIsRefusedSinceItsNextRunWouldBe() {
    history(ORDERS, "10 monday a", "20 tuesday b", "30 wednesday c");
    expire(ORDERS, 10);
    history(SILVER, "11 monday bronze.orders=10", "31 wednesday bronze.orders=30");

    assertThatThrownBy(() -> to(new Target.ToRun("tuesday")))
        .hasMessageContaining("silver:orders no longer has what it needs");
  }

  @Test
  void silverThatCameBetweenIsTakenBackByTheNextRewind() {
    // A silver run that had read snapshot 20 committed after bronze was back at 10.
    history(ORDERS, "10 monday a");
    history(SILVER, "11 monday bronze.orders=10", "40 late bronze.orders=20");

    assertThat(to(new Target.ToRun("monday"))).isEqualTo(Map.of(ORDERS, 10L, SILVER, 11L));
  }

  private void threeRuns() {
    history(ORDERS, "10 monday a", "20 tuesday b", "30 wednesday c");
    history(
        SILVER,
        "11 monday bronze.orders=10",
        "21 tuesday bronze.orders=20",
        "31 wednesday bronze.orders=30");
    history(
        GOLD,
        "12 monday silver.orders=11",
        "22 tuesday silver.orders=21",
        "32 wednesday silver.orders=31");
  }

  /** The table's main stands at {@code snapshot}. */
  private void cutOff(UnitName unit, long snapshot) {
    List<Point> points = new ArrayList<>(histories.get(unit).points());
    points.removeIf(point -> point.snapshot() > snapshot);
    histories.put(unit, new TableHistory(unit, points, true));
  }

  /** Snapshots up to this one are gone. */
  private void expire(UnitName unit, long upTo) {
    List<Point> points = new ArrayList<>(histories.get(unit).points());
    points.removeIf(point -> point.snapshot() <= upTo);
    histories.put(unit, new TableHistory(unit, points, false));
  }

  private void history(UnitName unit, String... oldestFirst) {
    List<Point> points = new ArrayList<>();
    for (String text : oldestFirst) {
      String[] words = text.split(" ", -1);
      Map<String, String> summary = new HashMap<>();
      if (!words[1].equals("-")) {
        summary.put(CommitKeys.RUN_KEY, words[1]);
        summary.put(CommitKeys.PROGRESS, words[2]);
      }
      String operation = words.length > 3 ? words[3] : "append";
      long id = Long.parseLong(words[0]);
      points.add(new Point(id, at(id), operation, summary));
    }
    Collections.reverse(points);
    histories.put(unit, new TableHistory(unit, points, true));
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(1_800_000_000L + second);
  }

  private Map<UnitName, Long> to(Target target) {
    return to(WAVES, target);
  }

  /** The snapshot of each table that has one. */
  private Map<UnitName, Long> to(List<List<UnitName>> waves, Target target) {
    waves.forEach(
        wave ->
            wave.forEach(
                unit -> histories.putIfAbsent(unit, new TableHistory(unit, List.of(), true))));
    Map<UnitName, Long> snapshots = new HashMap<>();
    new CutChoice(
            histories.values(), waves, List.of(new Written(Layer.SILVER), new Written(Layer.GOLD)))
        .choose(target)
        .tables()
        .forEach(
            (unit, stand) ->
                stand.then().ifPresent(point -> snapshots.put(unit, point.snapshot())));
    return snapshots;
  }
}

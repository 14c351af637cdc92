package io.firn.run.rewind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.CommitKeys;
import io.firn.commit.TakenBack;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant's way back means for those who come after it. */
class TenantsBetweenTest {
  private static final UnitName BRONZE = UnitName.parse("bronze:orders");
  private static final UnitName SILVER = UnitName.parse("silver:orders");

  /** Snapshots 1, 2, 3 landed, 4 takes acme back to 1, 5 landed. */
  private static final List<Point> LANDED_AGAIN =
      List.of(landing(1), landing(2), landing(3), back(4, "1"), landing(5));

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void allCannotGoBetweenATenantsWayBackAndWhereItWent(int snapshot) {
    Cut cut = cut(LANDED_AGAIN, snapshot);

    assertThatThrownBy(() -> TenantsBetween.refuse(cut))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("tenant acme was taken back over it");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void allCanGoToItsEndsAndBehindIt(int snapshot) {
    TenantsBetween.refuse(cut(LANDED_AGAIN, snapshot));
  }

  @Test
  void allCanGoThereWhileTheTenantWasNotLandedAgain() {
    TenantsBetween.refuse(cut(LANDED_AGAIN.subList(0, 4), 2));
  }

  @Test
  void aTenantThatWentToItsBeginningWentOverEverything() {
    List<Point> points = List.of(landing(1), landing(2), back(3, "none"), landing(4));

    assertThat(TenantsBetween.between(stand(points, 1)).map(Point::snapshot)).contains(3L);
  }

  @Test
  void aWayBackIsNoRun() {
    assertThat(back(4, "1").runKey()).isEmpty();
    assertThat(landing(5).runKey()).contains("run-5");
  }

  @Test
  void whatIsMadeOfATableFollowsWhenItWentBackSince() {
    assertThat(behind(3)).containsExactly(SILVER);
    assertThat(behind(4)).isEmpty();
    assertThat(behind(5)).isEmpty();
  }

  /** Silver made of bronze up to a snapshot. */
  private static Iterable<UnitName> behind(long madeOf) {
    Point silver = point(100, Map.of(CommitKeys.PROGRESS, Long.toString(madeOf)));
    LayerInputs inputs =
        new LayerInputs() {
          @Override
          public Layer layer() {
            return Layer.SILVER;
          }

          @Override
          public Map<TableName, Long> inputs(String progress) {
            return Map.of(BRONZE.tableName(), Long.valueOf(progress));
          }
        };
    return new Behind(
            List.of(history(BRONZE, LANDED_AGAIN), new TableHistory(SILVER, List.of(silver), true)),
            List.of(inputs))
        .units();
  }

  private static Cut cut(List<Point> oldestFirst, long snapshot) {
    TreeMap<UnitName, Cut.Stand> tables = new TreeMap<>();
    tables.put(BRONZE, stand(oldestFirst, snapshot));
    return new Cut(new Target.ToRun("run-" + snapshot), tables);
  }

  private static Cut.Stand stand(List<Point> oldestFirst, long snapshot) {
    TableHistory history = history(BRONZE, oldestFirst);
    int place = history.points().stream().map(Point::snapshot).toList().indexOf(snapshot);
    return new Cut.Stand(history, OptionalInt.of(place));
  }

  private static TableHistory history(UnitName unit, List<Point> oldestFirst) {
    List<Point> newestFirst = new ArrayList<>(oldestFirst);
    Collections.reverse(newestFirst);
    return new TableHistory(unit, newestFirst, true);
  }

  private static Point landing(long snapshot) {
    return point(
        snapshot,
        Map.of(
            CommitKeys.PROGRESS, "p" + snapshot,
            CommitKeys.LEDGER, "[]",
            CommitKeys.RUN_KEY, "run-" + snapshot));
  }

  private static Point back(long snapshot, String to) {
    Optional<Long> where = to.equals("none") ? Optional.empty() : Optional.of(Long.valueOf(to));
    return point(
        snapshot,
        Map.of(
            CommitKeys.PROGRESS, "p" + snapshot,
            CommitKeys.RUN_KEY, "rewind-" + snapshot,
            CommitKeys.TAKEN_BACK, TakenBack.of("acme", "run-1", where, "me").text()));
  }

  private static Point point(long snapshot, Map<String, String> summary) {
    return new Point(snapshot, Instant.ofEpochSecond(snapshot), "append", summary);
  }
}

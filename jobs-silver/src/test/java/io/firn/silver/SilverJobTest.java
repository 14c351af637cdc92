package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Evolve;
import io.firn.config.SilverTable;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One history for each rule of silver, promoted by the real job. */
class SilverJobTest {
  @TempDir private Path folder;
  private SilverLake lake;

  @BeforeEach
  void openLake() {
    lake = SilverLake.in(folder, keyed("id"));
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  @Test
  void withoutBronzeThereIsNothingToDo() {
    assertThat(lake.promote()).isEqualTo(new Outcome.NothingToDo("no new rows in bronze:orders"));
  }

  @Test
  void anEmptyBronzeTableIsNothingToDo() {
    lake.bronze();

    assertThat(lake.promote()).isEqualTo(new Outcome.NothingToDo("no new rows in bronze:orders"));
  }

  @Test
  void changesThatLeaveNoRowMakeAnEmptyTable() {
    lake.land(event("c").key(1).position(10), event("d").key(1).position(20));

    assertThat(lake.promoted().counts()).containsEntry("written", 0L);
    assertThat(lake.rows()).isEmpty();
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aLogicalMessageIsNoRow() {
    lake.land(event("c").key(1).position(10), event("m").position(20));
    lake.promote();

    assertThat(lake.show("id")).containsExactly("1");
  }

  @Test
  void deletedAndInsertedAgainTheRowIsTheNewOne() {
    lake.land(event("c").key(1).with("name", "old").position(10));
    lake.promote();
    lake.land(event("d").key(1).position(20), event("c").key(1).with("name", "new").position(30));
    lake.promote();

    assertThat(lake.show("id", "name")).containsExactly("1 new");
  }

  @Test
  void aSnapshotReadOfAnUpdatedRowDoesNotTakeItBack() {
    lake.land(event("u").key(1).with("name", "updated").position(20));
    lake.promote();
    lake.land(event("r").key(1).with("name", "read").position(20));

    assertThat(lake.promoted().counts()).containsEntry("again", 1L).containsEntry("written", 0L);
    assertThat(lake.show("id", "name")).containsExactly("1 updated");
  }

  @Test
  void aLateUpdateChangesNothing() {
    lake.land(event("u").key(1).with("name", "new").position(30));
    lake.promote();
    lake.land(event("u").key(1).with("name", "old").position(20));
    lake.promote();

    assertThat(lake.show("id", "name")).containsExactly("1 new");
  }

  @Test
  void aPlanCarriedOutTwiceIsFencedAndChangesNothing() {
    lake.land(event("c").key(1).with("name", "ann").position(10));
    SilverPlan plan = lake.plan();
    new SilverJob().run(plan, lake.lake().context("first"));

    assertThatThrownBy(() -> new SilverJob().run(plan, lake.lake().context("second")))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("Another writer changed the table");
    assertThat(lake.show("id", "name")).containsExactly("1 ann");
  }

  @Test
  void aKeyOfSeveralColumnsTellsRowsApart() {
    try (SilverLake lines = SilverLake.in(folder, keyed("tenant", "id", "line"))) {
      lines.land(
          event("c").key("id", 1).key("line", "a").with("name", "1a").position(10),
          event("c").key("id", 1).key("line", "b").with("name", "1b").position(11),
          event("c").tenant("beta").key("id", 1).key("line", "a").with("name", "β").position(12));
      lines.promote();
      lines.land(
          event("u").key("id", 1).key("line", "b").with("name", "new").position(20),
          event("d").tenant("beta").key("id", 1).key("line", "a").position(21));
      lines.promote();

      assertThat(lines.show("tenant", "id", "line", "name"))
          .containsExactly("acme 1 a 1a", "acme 1 b new");
    }
  }

  @Test
  void anUpdateThatCarriesBothKeysMovesTheRow() {
    lake.land(event("c").key(1).with("name", "ann").position(10));
    lake.promote();
    lake.land(
        event("u").key(2).with("name", "ann").before(Map.of("id", 1, "name", "ann")).position(20));
    lake.promote();

    assertThat(lake.show("id", "name")).containsExactly("2 ann");
  }

  @Test
  void theOldKeysRowTellsWhatAKeyChangeLeavesOut() {
    lake.land(event("c").key(1).with("big", "text").position(10));
    lake.promote();
    lake.land(
        event("d").key(1).newKey(2).position(20),
        event("c").key(2).unavailable("big").oldKey(1).position(20));
    lake.promote();

    assertThat(lake.show("id", "big", "__rescued")).containsExactly("2 text null");
  }

  @Test
  void theNewerOfALateValueAndTheTablesIsKept() {
    lake.land(event("u").key(1).with("big", "table").position(30));
    lake.promote();
    lake.land(
        event("u").key(1).with("big", "late").position(20),
        event("u").key(1).unavailable("big").position(40));
    lake.promote();

    assertThat(lake.show("id", "big")).containsExactly("1 table");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void theNewerOfAValueInTheRangeAndTheTablesIsKept() {
    lake.land(event("u").key(1).with("big", "table").position(30));
    lake.promote();
    lake.land(
        event("u").key(1).with("big", "range").position(35),
        event("u").key(1).unavailable("big").position(40));
    lake.promote();

    assertThat(lake.show("id", "big")).containsExactly("1 range");
  }

  @Test
  void aKeyChangeKeepsTheTablesValueWhenTheRangesIsLate() {
    lake.land(event("u").key(1).with("big", "table").position(30));
    lake.promote();
    lake.land(
        event("u").key(1).with("big", "late").position(20),
        event("d").key(1).newKey(2).position(40),
        event("c").key(2).unavailable("big").oldKey(1).position(40),
        event("u").key(2).with("name", "ann").unavailable("big").position(50));
    lake.promote();

    assertThat(lake.show("id", "name", "big")).containsExactly("2 ann table");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aKeyChangeDeliveredAgainChangesNothing() {
    lake.land(event("c").key(1).with("big", "text").position(10));
    lake.promote();
    for (int delivery = 0; delivery < 2; delivery++) {
      lake.land(
          event("d").key(1).newKey(2).position(20),
          event("c").key(2).unavailable("big").oldKey(1).position(20));
      lake.promote();
    }

    assertThat(lake.show("id", "big", "__rescued")).containsExactly("2 text null");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aKeyChangeKeepsTheValueWhenItsHalvesArriveInTwoRuns() {
    lake.land(event("c").key(1).with("big", "text").position(10));
    lake.promote();
    lake.land(event("d").key(1).newKey(2).position(20));
    lake.promote();
    lake.land(event("c").key(2).unavailable("big").oldKey(1).position(20));
    lake.promote();

    assertThat(lake.show("id", "big", "__rescued")).containsExactly("2 text null");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aKeyGivenToAnotherRowDoesNotLendItsValue() {
    lake.land(event("c").key(1).with("big", "moved").position(10));
    lake.promote();
    lake.land(
        event("d").key(1).newKey(2).position(20),
        event("c").key(1).with("big", "other").position(30));
    lake.promote();
    lake.land(event("c").key(2).unavailable("big").oldKey(1).position(20));
    lake.promote();

    assertThat(lake.show("id", "big")).containsExactly("1 other", "2 moved");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void whatADeletedRowHadIsNotTheValueOfALaterOne() {
    lake.land(event("c").key(1).with("big", "deleted").position(10));
    lake.promote();
    lake.land(
        event("d").key(1).position(20),
        event("u").key(1).with("name", "ann").unavailable("big").position(40));
    lake.promote();

    assertThat(lake.show("id", "name", "big", "__rescued"))
        .containsExactly("1 ann null {\"big\":\"__debezium_unavailable_value\"}");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void whatStaysUntoldStaysInRescued() {
    lake.land(event("u").key(1).with("name", "ann").unavailable("big").position(10));
    lake.promote();
    lake.land(event("u").key(1).with("name", "bob").unavailable("big").position(20));
    lake.promote();

    assertThat(lake.show("id", "name", "big", "__rescued"))
        .containsExactly("1 bob null {\"big\":\"__debezium_unavailable_value\"}");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aValueThatDidNotFitIsKeptInRescuedWhenItIsLeftOut() {
    ColumnSpec number =
        new ColumnSpec("big", "big", Optional.of(new ColumnType("int")), Optional.empty());
    SilverTable table =
        new SilverTable(
            "orders",
            PureSilver.TABLE.from(),
            List.of("id"),
            List.of(number),
            Evolve.ADD,
            OptionalInt.empty());
    try (SilverLake typed = SilverLake.in(folder.resolve("typed"), table)) {
      typed.land(event("c").key(1).with("big", "no number").position(10));
      typed.promote();
      typed.land(event("u").key(1).with("name", "ann").unavailable("big").position(20));
      typed.promote();

      assertThat(typed.show("id", "name", "big", "__rescued"))
          .containsExactly("1 ann null {\"big\":\"no number\"}");
      assertThat(typed.verifies()).isTrue();
    }
  }

  @Test
  void whatNoRowTellsIsNamedInRescued() {
    lake.land(event("u").key(1).with("name", "ann").unavailable("big").position(10));
    lake.promote();

    assertThat(lake.show("id", "name", "big", "__rescued"))
        .containsExactly("1 ann null {\"big\":\"__debezium_unavailable_value\"}");
  }

  private static SilverTable keyed(String... key) {
    return new SilverTable(
        "orders",
        PureSilver.TABLE.from(),
        List.of(key),
        List.of(),
        Evolve.ADD,
        OptionalInt.empty());
  }
}

package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Deletes;
import io.firn.config.Evolve;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.run.JobContext;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncates, and changes that cannot be applied, promoted by the real job. */
class SilverOrderTest {
  @TempDir private Path folder;
  private SilverLake lake;

  @BeforeEach
  void openLake() {
    lake = SilverLake.in(folder, table(QuarantineSettings.USUAL));
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  @Test
  void aTruncateEmptiesItsTenantAndNoOther() {
    lake.land(
        event("c").key(1).position(10),
        event("c").tenant("beta").key(1).position(11),
        event("c").key(2).position(12));
    lake.promote();
    lake.land(
        event("u").key(2).position(15),
        event("t").position(20),
        event("c").key(3).position(30),
        event("u").tenant("beta").key(2).position(5));

    assertThat(lake.promoted().counts()).containsEntry("replaced", 2L);
    assertThat(lake.show("tenant", "id")).containsExactly("acme 3", "beta 1", "beta 2");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void whatStandsBeforeATruncateDoesNotComeBackLate() {
    lake.land(event("c").key(1).position(10), event("t").position(20));
    lake.promote();
    lake.land(event("u").key(1).position(15), event("c").key(2).position(18));
    lake.promote();
    lake.land(event("c").key(3).position(19), event("c").key(4).position(25));
    lake.promote();

    assertThat(lake.show("id")).containsExactly("4");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aRowOfTheTableThatIsLaterThanATruncateStays() {
    lake.land(event("c").key(1).position(10), event("c").key(2).position(30));
    lake.promote();
    lake.land(event("t").position(20));
    lake.promote();

    assertThat(lake.show("id")).containsExactly("2");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aTruncateEndsWhatALaterRowMayLeaveOut() {
    lake.land(event("c").key(1).with("big", "gone").position(10));
    lake.promote();
    lake.land(
        event("t").position(20),
        event("u").key(1).with("name", "ann").unavailable("big").position(30));
    lake.promote();

    assertThat(lake.show("id", "big")).containsExactly("1 null");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aLateChangeDoesNotBringADeletedRowBack() {
    lake.land(event("c").key(1).position(10), event("d").key(1).position(30));
    lake.land(event("c").key(2).position(40));
    lake.promote();
    lake.land(event("u").key(1).position(20), event("c").key(3).position(50));

    assertThat(lake.promoted().counts()).containsEntry("again", 1L).containsEntry("written", 1L);
    assertThat(lake.show("id")).containsExactly("2", "3");
    assertThat(lake.verifies()).isTrue();
  }

  /** Without what bronze says of its positions the row is back: so the test above looks there. */
  @Test
  void aLateChangeThatNobodySawAsLateWouldBringTheRowBack() {
    lake.hidePositions();
    lake.land(event("c").key(1).position(10), event("d").key(1).position(30));
    lake.land(event("c").key(2).position(40));
    lake.promote();
    lake.land(event("u").key(1).position(20));
    lake.promote();

    assertThat(lake.show("id")).containsExactly("1", "2");
    assertThat(lake.verifies()).isFalse();
  }

  @Test
  void aLateChangeTellsWhatALaterOneLeftOut() {
    lake.land(event("u").key(1).with("name", "ann").unavailable("big").position(30));
    lake.promote();
    lake.land(event("c").key(1).with("big", "text").position(10));
    lake.promote();

    assertThat(lake.show("id", "name", "big", "__rescued")).containsExactly("1 ann text null");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void aChangeThatIsLaterThanAllOfItsKeyIsNoReasonToReadBronzeAgain() {
    lake.land(event("c").key(1).position(10), event("c").key(2).position(30));
    lake.promote();
    lake.land(event("u").key(1).position(20));

    assertThat(lake.promoted().counts()).doesNotContainKey("again");
    assertThat(lake.verifies()).isTrue();
  }

  @Test
  void markedRowsKeepTheValuesThatTheyHad() {
    try (SilverLake marked = SilverLake.in(folder.resolve("marked"), PureSilver.MARKED)) {
      marked.land(
          event("c").key(1).with("name", "table").position(10),
          event("c").key(2).with("name", "truncated").position(11),
          event("c").tenant("beta").key(1).with("name", "back").position(12));
      marked.promote();
      marked.land(
          event("d").key(1).position(20),
          event("c").key(3).with("name", "range").position(21),
          event("d").key(3).position(22),
          event("d").key(4).position(23),
          event("d").tenant("beta").key(1).position(24));
      marked.promote();
      marked.land(
          event("c").key(4).with("name", "late").position(13),
          event("u").tenant("beta").key(1).with("name", "again").position(30),
          event("t").position(40));
      marked.promote();

      assertThat(marked.show("tenant", "id", "name", "__deleted"))
          .containsExactly(
              "acme 1 table true",
              "acme 2 truncated true",
              "acme 3 range true",
              "acme 4 late true",
              "beta 1 again false");
      assertThat(marked.verifies()).isTrue();
    }
  }

  @Test
  void aTableThatRemovesCannotBeginToMark() {
    lake.land(event("c").key(1).position(10));
    lake.promote();
    lake.land(event("d").key(1).position(20));
    JobContext context = lake.lake().context("marks");
    SilverPlan plan = lake.plan();
    SilverPlan marking =
        new SilverPlan(
            PureSilver.MARKED,
            plan.range(),
            plan.rows(),
            plan.held(),
            plan.takenBack(),
            plan.expected(),
            plan.next(),
            false);

    assertThatThrownBy(() -> new SilverJob().run(marking, context))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("firn.silver.orders.deletes");
  }

  @Test
  void aTruncateBeforeTheFirstRowWaitsForIt() {
    lake.land(event("t").position(20));
    assertThat(lake.promote()).isEqualTo(new Outcome.NothingToDo("no row in bronze:orders yet"));
    lake.land(event("c").key(1).position(10), event("c").key(2).position(30));
    lake.promote();

    assertThat(lake.show("id")).containsExactly("2");
  }

  @Test
  void whatHasNoKeyOrNoRowIsPutAsideByNameOnce() {
    lake.land(
        event("c").key(1).position(10),
        event("c").key("id", null).position(20),
        event("d").key("other", 1).position(30));
    SilverPlan plan = lake.plan();

    assertThat(lake.promoted().counts())
        .containsEntry("quarantined", 2L)
        .containsEntry("written", 1L);
    assertThatThrownBy(() -> new SilverJob().run(plan, lake.lake().context("again")))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("Another writer changed the table");

    assertThat(lake.show("id")).containsExactly("1");
    assertThat(lake.verifies()).isTrue();
    assertThat(quarantined())
        .containsExactly(
            "acme.shop.orders 0 1 c no-key run-1: no or a null value for part of the key [tenant,"
                + " id] in after",
            "acme.shop.orders 0 2 d no-key run-1: no or a null value for part of the key [tenant,"
                + " id] in before and record key");
  }

  @Test
  void aFloodOfThemRefusesTheUnit() {
    try (SilverLake strict =
        SilverLake.in(folder, table(new QuarantineSettings(OptionalLong.of(1), 1)))) {
      strict.land(
          event("c").key(1).position(10),
          event("c").key("id", null).position(20),
          event("c").key("id", null).position(30));

      assertThatThrownBy(strict::promote)
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("2 of 3 changes: {no-key=2}")
          .hasMessageContaining("firn.silver.orders.quarantine");
      assertThat(strict.silver().currentSnapshot()).isNull();
    }
  }

  private List<String> quarantined() {
    return lake.lake().rows(SilverQuarantine.NAME).orderBy("offset").collectAsList().stream()
        .map(SilverOrderTest::text)
        .toList();
  }

  private static String text(Row row) {
    return String.join(
            " ",
            row.<String>getAs("topic"),
            row.getAs("partition").toString(),
            row.getAs("offset").toString(),
            row.getAs("op"),
            row.getAs("reason"),
            row.getAs("run_key"))
        + ": "
        + row.getAs("detail");
  }

  private static SilverTable table(QuarantineSettings quarantine) {
    return new SilverTable(
        "orders",
        PureSilver.TABLE.from(),
        List.of("tenant", "id"),
        List.of(),
        Evolve.ADD,
        OptionalInt.empty(),
        new SilverRules(Deletes.REMOVE, false, quarantine));
  }
}

package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Evolve;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
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
        new SilverRules(quarantine));
  }
}

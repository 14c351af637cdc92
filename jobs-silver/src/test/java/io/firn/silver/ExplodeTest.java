package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.CommitKeys;
import io.firn.commit.TakenBack;
import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Deletes;
import io.firn.config.Evolve;
import io.firn.config.Explode;
import io.firn.config.Names;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Tables with a row for each element of an array in the source's row, by the real job. */
class ExplodeTest {

  @Test
  void eachElementOfTheLatestRowIsARowAndAChangeOfTheRowReplacesThemAll() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), table("sku"))) {
      lake.land(
          order("c", 1, "[{'sku':'a','qty':1},{'sku':'b','qty':2}]").position(10),
          order("c", 2, "[{'sku':'a','qty':5}]").position(11),
          order("c", 3, "[]").position(12),
          order("c", 4, null).position(13));
      lake.promote();
      assertThat(lake.show("tenant", "id", "sku", "qty", "__index"))
          .containsExactly("acme 1 a 1 0", "acme 1 b 2 1", "acme 2 a 5 0");

      lake.land(
          order("u", 1, "[{'sku':'b','qty':3},{'sku':'c','qty':4,'gift':true}]").position(20),
          event("d").key(2).position(21),
          order("u", 3, "[{'sku':'z'}]").position(22));
      lake.promote();

      assertThat(lake.show("id", "sku", "qty", "gift", "__index", "__offset"))
          .containsExactly("1 b 3 null 0 4", "1 c 4 true 1 4", "3 z null null 0 6");
      assertThat(lake.verifies()).isTrue();

      lake.land(
          order("u", 1, "").unavailable("items").position(30),
          event("d").key(3).newKey(5).position(31),
          order("c", 5, "").unavailable("items").oldKey(3).position(31));
      lake.promote();

      assertThat(lake.show("id", "sku", "qty", "__offset"))
          .as("elements that a change left out stay, and move with the key")
          .containsExactly("1 b 3 7", "1 c 4 7", "5 z null 9");
      assertThat(lake.verifies()).isTrue();

      lake.land(event("t").position(40), order("c", 9, "[{'sku':'n'}]").position(41));
      lake.promote();

      assertThat(lake.show("id", "sku")).containsExactly("9 n");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void anElementOfWhichNoRowCanBeMadeIsNamedInQuarantineWithItsRowsOffset() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), table("sku"))) {
      lake.land(
          order("c", 1, "[{'sku':'a','qty':1},{'sku':'b'},{'sku':'a','qty':2}]").position(10),
          order("c", 2, "[{'sku':'a'},{'qty':7},null,'text']").position(11),
          order("c", 3, "{'sku':'a'}").position(12),
          order("c", 4, "[{'sku':'x'}]").position(13));
      Outcome.Committed committed = lake.promoted();

      assertThat(lake.show("id", "sku", "qty"))
          .containsExactly("1 a 1", "1 b null", "2 a null", "4 x null");
      assertThat(committed.counts()).containsEntry("quarantined", 3L).containsEntry("keys", 4L);
      assertThat(quarantined(lake))
          .containsExactly(
              "acme.shop.orders 0 0 element-key-twice"
                  + " items: 1 with a key that an element before has (sku), at [2]",
              "acme.shop.orders 0 1 no-element-key"
                  + " items: 3 without a key that fits (sku), at [1, 2, 3]",
              "acme.shop.orders 0 2 no-elements items: expected an array");

      lake.land(order("u", 1, "[{'sku':'a','qty':9}]").position(20));
      lake.promote();

      assertThat(lake.show("id", "sku", "qty")).containsExactly("1 a 9", "2 a null", "4 x null");
      assertThat(quarantined(lake)).hasSize(3);
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void tooManyRefusedRowsRefuseTheRunAndWriteNothing() throws IOException {
    SilverRules strict =
        new SilverRules(new QuarantineSettings(OptionalLong.of(0), 0))
            .exploding(new Explode("items", "sku"));
    try (SilverLake lake = SilverLake.in(folder(), table(strict, List.of()))) {
      lake.land(order("c", 1, "[{'sku':'a'},{'sku':'a'}]").position(10));

      assertThatThrownBy(lake::promote)
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("silver:order_items refuses more changes than")
          .hasMessageContaining("element-key-twice");
      assertThat(lake.silver().currentSnapshot()).isNull();
    }
  }

  @Test
  void elementsAreAllThatStandsInAnArrayAndWhatDoesNotFitIsRescued() throws IOException {
    List<ColumnSpec> columns =
        List.of(
            new ColumnSpec("order_id", "id", Optional.empty(), Optional.empty()),
            new ColumnSpec(
                "value", "value", Optional.of(new ColumnType("long")), Optional.empty()));
    SilverTable table =
        new SilverTable(
            "order_items",
            PureSilver.TABLE.from(),
            List.of("tenant", "order_id"),
            columns,
            Evolve.ADD,
            OptionalInt.of(2),
            new SilverRules(QuarantineSettings.USUAL).exploding(new Explode("items", "__index")));
    try (SilverLake lake = SilverLake.in(folder(), table)) {
      lake.land(
          order("c", 1, "[1,'two',null,{'id':7,'order_id':8,'size':{'w':1}},[3]]").position(10));
      lake.promote();

      assertThat(lake.show("order_id", "__index", "value", "id", "size", "__rescued"))
          .containsExactly(
              "1 0 1 null null null",
              "1 1 null null null {\"value\":\"two\"}",
              "1 2 null null null null",
              "1 3 null 7 {\"w\":1} {\"order_id\":8}",
              "1 4 null null null {\"value\":[3]}");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void entriesOfAMapAreToldApartByTheirNames() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), table("__name"))) {
      lake.land(order("c", 1, "{'x':{'qty':1},'y':2}").position(10));
      lake.promote();
      lake.land(order("u", 1, "{'y':{'qty':3}}").position(20), order("c", 2, "[1]").position(21));
      lake.promote();

      assertThat(lake.show("id", "__name", "__index", "qty", "value"))
          .containsExactly("1 y 0 3 null");
      assertThat(quarantined(lake))
          .containsExactly("acme.shop.orders 0 2 no-elements items: expected a map");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void anArrayThatTheSchemaTellsHasItsTypes() throws IOException {
    String array = "{\"type\":\"array\",\"items\":{\"type\":\"int32\",\"optional\":true}}";
    try (SilverLake lake = SilverLake.in(folder(), table("value"))) {
      lake.land(
          event("c")
              .key(1)
              .with("items", List.of(3, 1))
              .typed("id", "int32")
              .typed("items", array)
              .position(10));
      lake.promote();

      assertThat(lake.silver().schema().findType("value").toString()).isEqualTo("int");
      assertThat(lake.show("id", "value", "__index")).containsExactly("1 1 1", "1 3 0");
    }
  }

  @Test
  void theFeedTellsEachElementByItsOwnKey() throws IOException {
    SilverRules fed =
        new SilverRules(Deletes.REMOVE, true, QuarantineSettings.USUAL, Names.AS_IS)
            .exploding(new Explode("items", "sku"));
    SilverTable table = table(fed, List.of());
    try (SilverLake lake = SilverLake.in(folder(), table)) {
      lake.land(order("c", 1, "[{'sku':'a','qty':1},{'sku':'b','qty':2}]").position(10));
      lake.promote();
      lake.land(order("u", 1, "[{'sku':'b','qty':3},{'sku':'c','qty':4}]").position(20));
      lake.promote();

      assertThat(
              lake.lake().rows(RowImages.name(table)).collectAsList().stream()
                  .map(row -> shown(row, "sku", "qty", "__image", "__op"))
                  .sorted())
          .containsExactly(
              "a 1 before delete", "b 2 before update", "b 3 after update", "c 4 after insert");
    }
  }

  @Test
  void aTenantThatBronzeTookBackHasTheElementsOfThen() throws IOException {
    try (SilverLake lake = SilverLake.in(folder(), table("sku"))) {
      lake.land(
          order("c", 1, "[{'sku':'a'},{'sku':'b'}]").position(10),
          order("c", 1, "[{'sku':'z'}]").tenant("beta").position(11));
      lake.promote();
      lake.land(order("u", 1, "[{'sku':'b'},{'sku':'c'}]").position(20));
      lake.promote();
      assertThat(lake.show("tenant", "sku")).containsExactly("acme b", "acme c", "beta z");

      lake.bronze()
          .newDelete()
          .deleteFromRowFilter(Expressions.greaterThanOrEqual("offset", 2L))
          .set(
              CommitKeys.TAKEN_BACK,
              TakenBack.of("acme", "run 1", Optional.empty(), "a test").text())
          .commit();
      lake.promote();

      assertThat(lake.show("tenant", "sku")).containsExactly("acme a", "acme b", "beta z");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void aTableOfOtherElementsOrOfTheRowsThemselvesIsNotGoneOnWith() throws IOException {
    Path folder = folder();
    try (SilverLake lake = SilverLake.in(folder, table("sku"))) {
      lake.land(order("c", 1, "[]").position(10));
      assertThat(lake.promote())
          .isEqualTo(new Outcome.NothingToDo("no element in the rows of bronze:orders yet"));
      lake.land(order("c", 2, "[{'sku':'a'}]").position(11));
      lake.promote();

      assertThat(lake.show("id", "sku")).containsExactly("2 a");
      assertThatThrownBy(() -> ExplodedPlaces.requireSame(table("__index"), lake.silver().schema()))
          .hasMessageContaining("explode = items, told apart by sku, as the table was made with");
      assertThatThrownBy(() -> ExplodedPlaces.requireSame(PureSilver.TABLE, lake.silver().schema()))
          .hasMessageContaining("no explode");
    }
  }

  private static SilverTable table(String key) {
    return table(
        new SilverRules(new QuarantineSettings(OptionalLong.empty(), 1))
            .exploding(new Explode("items", key)),
        List.of());
  }

  private static SilverTable table(SilverRules rules, List<ColumnSpec> columns) {
    return new SilverTable(
        "order_items",
        PureSilver.TABLE.from(),
        List.of("tenant", "id"),
        columns,
        Evolve.ADD,
        OptionalInt.of(2),
        rules);
  }

  /** With the array as JSON text, as PostgreSQL's jsonb and MySQL's json come. */
  private static EventBuilder order(String op, int id, String items) {
    return event(op).key(id).with("items", items == null ? null : items.replace('\'', '"'));
  }

  private static List<String> quarantined(SilverLake lake) {
    return lake.lake().rows(SilverQuarantine.NAME).collectAsList().stream()
        .map(row -> shown(row, "topic", "partition", "offset", "reason", "detail"))
        .sorted()
        .toList();
  }

  private static String shown(Row row, String... columns) {
    return String.join(
        " ",
        Arrays.stream(columns).map(column -> String.valueOf(row.<Object>getAs(column))).toList());
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("target"), "explode").toAbsolutePath();
  }
}

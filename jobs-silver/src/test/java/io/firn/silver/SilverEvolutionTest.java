package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Evolve;
import io.firn.config.Names;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.model.FirnException;
import io.firn.testkit.EventBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a silver table's columns follow the source's. */
class SilverEvolutionTest {
  @TempDir private Path folder;

  @Test
  void aNewFieldBecomesAColumn() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(event("c").key(1).position(10));
      lake.promote();
      lake.land(event("c").key(2).with("mail", "a@b").position(20));

      assertThat(lake.promoted().changes()).containsExactly("add column mail string");
      assertThat(lake.show("id", "mail")).containsExactly("1 null", "2 a@b");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void aNewColumnThatNoEventHasToldOfARowIsRescuedAsUntold() {
    String untold = "{\"big\":\"" + EventBuilder.UNAVAILABLE + "\"}";
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(event("c").key(1).with("name", "a").position(10));
      lake.promote();
      lake.land(
          event("u").key(1).with("name", "b").unavailable("big").position(20),
          event("c").key(2).with("name", "c").with("big", "x").position(21));
      lake.promote();
      assertThat(lake.show("id", "name", "big", "__rescued"))
          .containsExactly("1 b null " + untold, "2 c x null");

      lake.land(
          event("u").key(1).with("name", "d").unavailable("big").position(30),
          event("u").key(2).with("name", "e").unavailable("big").position(31));
      lake.promote();
      assertThat(lake.show("id", "name", "big", "__rescued"))
          .containsExactly("1 d null " + untold, "2 e x null");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void aFrozenTableLeavesANewFieldInBronze() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.FREEZE, column("name", "string")))) {
      lake.land(event("c").key(1).with("name", "ann").position(10));
      lake.promote();
      lake.land(event("c").key(2).with("name", "bob").with("mail", "a@b").position(20));
      lake.promote();

      assertThat(lake.silver().schema().findField("mail")).isNull();
      assertThat(lake.show("id", "name")).containsExactly("1 ann", "2 bob");
    }
  }

  @Test
  void aWiderIntegerWidensItsColumn() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(
          event("c").key(1).with("n", 7).typed("id", "int32").typed("n", "int32").position(10));
      lake.promote();
      assertThat(lake.silver().schema().findType("n")).isEqualTo(Types.IntegerType.get());
      lake.land(
          event("c")
              .key(2)
              .with("n", 1L << 40)
              .typed("id", "int32")
              .typed("n", "int64")
              .position(20));

      assertThat(lake.promoted().changes()).containsExactly("widen column n from int to long");
      assertThat(lake.show("id", "n", "__rescued"))
          .containsExactly("1 7 null", "2 1099511627776 null");
    }
  }

  @Test
  void aValueOfAnotherTypeIsRescued() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(
          event("c").key(1).with("n", 7).typed("id", "int32").typed("n", "int32").position(10));
      lake.promote();
      lake.land(
          event("c")
              .key(2)
              .with("n", "seven")
              .typed("id", "int32")
              .typed("n", "string")
              .position(20));

      assertThat(lake.promoted().changes())
          .containsExactly(
              "column n stays int although the source has string: values that do not fit are in"
                  + " __rescued");
      assertThat(lake.show("id", "n", "__rescued"))
          .containsExactly("1 7 null", "2 null {\"n\":\"seven\"}");
    }
  }

  @Test
  void aKeyThatDoesNotFitItsColumnStopsTheUnit() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD, column("id", "int")))) {
      lake.land(event("c").key("id", "seven").position(10));

      assertThatThrownBy(lake::promote)
          .hasStackTraceContaining(
              FirnException.class.getName()
                  + ": silver:orders cannot read a key (column id, partition 0, offset 0)");
    }
  }

  @Test
  void aKeyThatTheSourceDoesNotHaveIsRefused() {
    SilverTable table =
        new SilverTable(
            "orders",
            PureSilver.TABLE.from(),
            List.of("number"),
            List.of(),
            Evolve.ADD,
            OptionalInt.of(2));
    try (SilverLake lake = SilverLake.in(folder, table)) {
      lake.land(event("c").key(1).position(10));

      assertThatThrownBy(lake::promote)
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("A key column of silver:orders does not exist")
          .hasMessageContaining("'number'; columns are [id]");
    }
  }

  @Test
  void aColumnWithADotInItsNameIsAColumn() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(event("c").key(1).with("ship.to", "here").position(10));
      lake.promote();
      lake.land(
          event("u").key(1).unavailable("ship.to").with("ship.by", "sea").position(20),
          event("c").key(2).with("ship.to", "there").with("ship.by", "air").position(21));
      lake.promote();

      assertThat(lake.show("id", "ship.to", "ship.by"))
          .containsExactly("1 here sea", "2 there air");
    }
  }

  @Test
  void aFieldInsideAStructThatIsAddedLaterJoinsTheStruct() {
    String narrow = struct("{\"type\":\"int32\",\"optional\":true,\"field\":\"zip\"}");
    String wide =
        struct(
            "{\"type\":\"int64\",\"optional\":true,\"field\":\"zip\"},"
                + "{\"type\":\"string\",\"optional\":true,\"field\":\"city\"}");
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(
          event("c")
              .key(1)
              .with("address", Map.of("zip", 7))
              .typed("id", "int32")
              .typed("address", narrow)
              .position(10));
      lake.promote();
      lake.land(
          event("c")
              .key(2)
              .with("address", Map.of("zip", 8L, "city", "Ulm"))
              .typed("id", "int32")
              .typed("address", wide)
              .position(20),
          event("u")
              .key(1)
              .with("address", Map.of("zip", 9L))
              .typed("id", "int32")
              .typed("address", wide)
              .position(21));

      assertThat(lake.promoted().changes())
          .containsExactly(
              "widen column address.zip from int to long", "add field address.city string");
      assertThat(lake.show("id", "address")).containsExactly("1 [9,null]", "2 [8,Ulm]");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void aValueThatTheSourceLeftOutIsTakenFromAStructThatGrewSince() {
    String narrow = struct("{\"type\":\"int32\",\"optional\":true,\"field\":\"zip\"}");
    String wide =
        struct(
            "{\"type\":\"int32\",\"optional\":true,\"field\":\"zip\"},"
                + "{\"type\":\"string\",\"optional\":true,\"field\":\"city\"}");
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(
          event("c")
              .key(1)
              .with("big", "b")
              .with("address", Map.of("zip", 7))
              .typed("id", "int32")
              .typed("big", "string")
              .typed("address", narrow)
              .position(10));
      lake.promote();
      lake.land(
          event("u")
              .key(1)
              .unavailable("big")
              .with("address", Map.of("zip", 8, "city", "Ulm"))
              .typed("id", "int32")
              .typed("big", "string")
              .typed("address", wide)
              .position(20));
      lake.promote();

      assertThat(lake.show("id", "big", "address")).containsExactly("1 b [8,Ulm]");
      assertThat(lake.verifies()).isTrue();
    }
  }

  private static String struct(String fields) {
    return "{\"type\":\"struct\",\"fields\":[" + fields + "]}";
  }

  @Test
  void columnsAreNamedByTheRuleAndKnowTheirFields() {
    SilverTable table = named(Names.SNAKE_CASE, column("total", "long"));
    try (SilverLake lake = SilverLake.in(folder, table)) {
      lake.land(event("c").key(1).with("orderNo", 7).with("total", 5).position(10));
      lake.promote();
      lake.land(
          event("c").key(2).with("orderNo", 8).with("total", 6).with("Ship-To", "x").position(20));

      assertThat(lake.promoted().changes()).containsExactly("add column ship_to string");
      assertThat(lake.show("id", "order_no", "total", "ship_to"))
          .containsExactly("1 7 5 null", "2 8 6 x");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void twoFieldsOfOneNameAreRefusedBeforeAnyWriteBeItInTwoRuns() {
    try (SilverLake lake = SilverLake.in(folder, named(Names.SNAKE_CASE))) {
      lake.land(event("c").key(1).with("orderNo", 7).position(10));
      lake.promote();
      lake.land(event("c").key(2).with("OrderNo", 8).position(20));

      assertThatThrownBy(lake::promote)
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("'orderNo' and 'OrderNo' for the column 'order_no'");
      assertThat(lake.show("id")).containsExactly("1");
    }
  }

  @Test
  void aKeyThatTheRuleNamesOtherwiseMustBeDeclared() {
    SilverTable table =
        new SilverTable(
            "orders",
            PureSilver.TABLE.from(),
            List.of("order_no"),
            List.of(),
            Evolve.ADD,
            OptionalInt.empty(),
            new SilverRules(QuarantineSettings.USUAL, Names.SNAKE_CASE));
    try (SilverLake lake = SilverLake.in(folder, table)) {
      lake.land(event("c").key(1).with("orderNo", 7).position(10));

      assertThatThrownBy(lake::promote)
          .hasMessageContaining("Declare it: columns { order_no { path = \"orderNo\" } }.");
    }
  }

  private static SilverTable named(Names names, ColumnSpec... columns) {
    return new SilverTable(
        "orders",
        PureSilver.TABLE.from(),
        List.of("id"),
        List.of(columns),
        Evolve.ADD,
        OptionalInt.empty(),
        new SilverRules(QuarantineSettings.USUAL, names));
  }

  @Test
  void aDottedPathReadsANestedField() {
    ColumnSpec city =
        new ColumnSpec(
            "city", "address.city", Optional.of(new ColumnType("string")), Optional.empty());
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.FREEZE, city))) {
      lake.land(event("c").key(1).with("address", Map.of("city", "Ulm")).position(10));
      lake.promote();

      assertThat(lake.show("id", "city")).containsExactly("1 Ulm");
    }
  }

  private static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, name, Optional.of(new ColumnType(type)), Optional.empty());
  }

  private static SilverTable table(Evolve evolve, ColumnSpec... columns) {
    List<ColumnSpec> declared = new ArrayList<>(List.of(columns));
    if (evolve == Evolve.FREEZE) {
      declared.add(column("id", "int"));
    }
    return new SilverTable(
        "orders", PureSilver.TABLE.from(), List.of("id"), declared, evolve, OptionalInt.empty());
  }
}

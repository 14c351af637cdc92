package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.commit.CommitKeys;
import io.firn.commit.RewindNote;
import io.firn.commit.TableRewind;
import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import io.firn.config.Evolve;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.run.JobContext;
import io.firn.silver.SchemaHistory.Entry;
import io.firn.table.Tables;
import io.firn.testkit.EventBuilder;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each change of a silver table's shape is told once: what, by which event, who decided. */
class SchemaHistoryTest {
  @TempDir private Path folder;

  @Test
  void whatChangesIsToldOnceWithTheFirstEventThatHasIt() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(
          acme(1).with("n", 7).with("mail", "a@b").typed("n", "int32").typed("mail", "string"));
      lake.promote();
      assertThat(told(lake))
          .containsExactly(
              "run-1 create-table  - -> struct<id: int, n: int, mail: string>"
                  + " by evolve = add at acme.shop.orders-0@0");

      lake.land(
          acme(2).with("n", 8).with("mail", "b").typed("n", "int32").typed("mail", "string"),
          beta(3).with("n", 1L << 40).with("tag", "x").typed("n", "int64").typed("tag", "string"),
          beta(4).with("n", 1L << 41).with("tag", "y").typed("n", "int64").typed("tag", "string"));
      assertThat(foreseen(lake))
          .containsExactlyInAnyOrder("add column tag string", "widen column n from int to long");
      lake.promote();
      assertThat(told(lake).subList(1, 3))
          .containsExactly(
              "run-2 add-column tag - -> string by evolve = add at beta.shop.orders-0@2",
              "run-2 widen n int -> long by evolve = add at beta.shop.orders-0@2");
      assertThat(told(lake)).as("beta never had a mail").hasSize(3);

      lake.land(
          acme(6).with("n", "six").typed("n", "string"),
          beta(7).with("n", 5L).with("tag", "z").typed("n", "int64").typed("tag", "string"));
      lake.promote();
      String before = history(lake);
      lake.land(acme(8).with("n", "eight").typed("n", "string"));
      assertThat(foreseen(lake)).isEmpty();
      lake.promote();
      assertThat(history(lake)).as("nothing new").isEqualTo(before);
      assertThat(told(lake).subList(3, told(lake).size()))
          .containsExactly(
              "run-3 tenants-disagree n long -> string by evolve = add at acme.shop.orders-0@4",
              "run-3 gone mail string -> - by source at acme.shop.orders-0@4");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void whatAFrozenTableHoldsBackIsToldOnceAndAColumnDeclaredLaterSaysWhoDeclaredIt() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.FREEZE, column("id", "int")))) {
      lake.land(acme(1));
      lake.promote();
      lake.land(event("c").key(2).position(20), event("c").key(3).with("tag", "x").position(21));
      assertThat(lake.promoted().changes())
          .containsExactly("field tag string stays in bronze (evolve = freeze)");
      lake.land(event("c").key(5).with("tag", "z").with("mail", "m").position(23));
      promote(
          lake,
          table(Evolve.FREEZE, column("id", "int"), column("mail", "string"), column("no", "int")),
          "run-3");

      assertThat(told(lake).subList(1, told(lake).size()))
          .containsExactly(
              "run-2 held-back tag - -> string by evolve = freeze at acme.shop.orders-0@2",
              "run-3 add-column mail - -> string by declared as firn.silver.orders.columns.mail"
                  + " at acme.shop.orders-0@3",
              "run-3 add-column no - -> int by declared as firn.silver.orders.columns.no");
    }
  }

  /** As a crash between the two commits leaves it, and one between the shape and the rows. */
  @Test
  void aCrashAnywhereLosesNoChangeAndTellsNoneTwice() {
    try (SilverLake lake = SilverLake.in(folder, table(Evolve.ADD))) {
      lake.land(event("c").key(1).position(10));
      lake.promote();
      long first = lake.silver().currentSnapshot().snapshotId();
      lake.land(
          event("c").key(2).with("tag", "x").position(20),
          event("c").key(5).position(18),
          event("u").key(2).with("tag", "x").position(21));
      lake.promote();
      List<String> told = told(lake);
      assertThat(told.get(1))
          .isEqualTo("run-2 add-column tag - -> string by evolve = add at acme.shop.orders-0@1");

      lake.lake().catalog().dropTable(Tables.identifier(SchemaHistory.NAME));
      assertThat(told(lake)).containsExactly(told.get(1));

      back(lake.silver(), first);
      lake.land(event("c").key(3).with("tag", "y").position(30));
      lake.promote();
      assertThat(told(lake)).containsExactly(told.get(1));
      assertThat(lake.show("id", "tag")).containsExactly("1 null", "2 x", "3 y", "5 null");

      lake.land(event("c").key(4).with("more", "z").position(40));
      lake.promote();
      assertThat(told(lake))
          .containsExactly(
              told.get(1),
              "run-4 add-column more - -> string by evolve = add at" + " acme.shop.orders-0@5");
    }
  }

  private static void back(Table silver, long snapshot) {
    Optional<String> progress =
        Optional.of(silver.snapshot(snapshot).summary().get(CommitKeys.PROGRESS));
    new TableRewind(
            silver, PureSilver.TABLE.unit(), new RewindNote("a test", TestLake.STARTED, "run-1"))
        .to(Optional.of(new TableRewind.Place(snapshot, progress, Optional.of("run-1"))));
  }

  /** A run of the pipeline whose table is declared otherwise by now. */
  private static void promote(SilverLake lake, SilverTable table, String runKey) {
    JobContext context = lake.lake().context(runKey);
    Pipeline before = context.pipeline();
    Pipeline pipeline =
        new Pipeline(
            before.name(),
            before.catalog(),
            before.kafka(),
            before.spark(),
            before.reports(),
            before.bronze(),
            List.of(table),
            before.gold());
    JobContext changed =
        new JobContext(
            pipeline,
            context.catalog(),
            context.spark(),
            context.runKey(),
            List.of(),
            context.startedAt());
    new SilverJob().run(new SilverJob().plan(table.unit(), changed), changed);
  }

  private static EventBuilder acme(int id) {
    return event("c").key(id).typed("id", "int32").position(id);
  }

  private static EventBuilder beta(int id) {
    return acme(id).tenant("beta");
  }

  private static List<String> told(SilverLake lake) {
    return new SchemaHistory(lake.lake().catalog())
        .of(List.of(PureSilver.TABLE.unit())).stream()
            .map(Entry::change)
            .map(SchemaHistoryTest::text)
            .toList();
  }

  private static String text(SchemaChange change) {
    return Stream.of(
                change.runKey(),
                change.kind().id(),
                change.column(),
                change.from().orElse("-"),
                "->",
                change.to().orElse("-"),
                "by",
                change.decidedBy())
            .reduce((one, other) -> one + " " + other)
            .orElseThrow()
        + change.place().map(place -> " at " + place).orElse("");
  }

  private static List<String> foreseen(SilverLake lake) {
    return new SilverJob().foreseen(lake.plan(), lake.lake().contextWithoutSpark("plan"));
  }

  private static String history(SilverLake lake) {
    Table history = lake.lake().table(SchemaHistory.NAME);
    return history.currentSnapshot().snapshotId() + " " + lake.silver().schema();
  }

  private static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, name, Optional.of(new ColumnType(type)), Optional.empty());
  }

  private static SilverTable table(Evolve evolve, ColumnSpec... columns) {
    return new SilverTable(
        "orders",
        PureSilver.TABLE.from(),
        List.of("id"),
        List.of(columns),
        evolve,
        OptionalInt.empty());
  }
}

package io.firn.silver;

import static io.firn.silver.TransformPlanTest.sql;
import static io.firn.silver.TransformPlanTest.with;
import static io.firn.testkit.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Deletes;
import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.model.Outcome;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table with a transform holds the transform of the source's rows, however they arrive. */
class SilverTransformTest {
  private static final Transform LAW =
      sql("select *, concat(name, '/', big) as both from input where name not like '%3'");

  @TempDir private Path folder;

  private static EventBuilder order(String op, int id, long at, String status, int amount) {
    return event(op)
        .tenant("acme")
        .key(id)
        .with("status", status)
        .with("amount", amount)
        .position(at);
  }

  private SilverLake lake(SilverTable table) {
    return SilverLake.in(folder, table);
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void inWhateverOrderAndRunsTheTableIsTheTransformOfTheSource(
      @ForAll("histories") List<Step> steps,
      @ForAll boolean schemas,
      @ForAll boolean marks,
      @ForAll Random chance)
      throws IOException {
    Source source = Source.after(steps, schemas);
    Path place = Files.createTempDirectory(Path.of("target"), "lake").toAbsolutePath();
    SilverTable table = with(LAW, marks ? Deletes.MARK : Deletes.REMOVE, true);
    try (SilverLake lake = SilverLake.in(place, table)) {
      for (List<EventBuilder> run : delivery(source.transactions(), chance)) {
        lake.land(run);
        lake.promote();
      }
      List<SourceRow> kept =
          source.rows().stream().filter(row -> !row.name().endsWith("3")).toList();

      assertThat(lake.sourceRows()).containsExactlyInAnyOrderElementsOf(kept);
      assertThat(lake.sourceRows().isEmpty() || lake.verifies()).isTrue();
      assertThat(lake.isThere() ? lake.show("both") : List.of())
          .containsAll(kept.stream().map(row -> row.name() + "/" + row.big()).toList());
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Step.history(30);
  }

  /** Three runs, each transaction in any of them, the events of a run in any order. */
  private static List<List<EventBuilder>> delivery(
      List<List<EventBuilder>> transactions, Random chance) {
    List<List<EventBuilder>> runs = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      runs.add(new ArrayList<>());
    }
    boolean late = chance.nextBoolean();
    for (int at = 0; at < transactions.size(); at++) {
      int run = late ? chance.nextInt(3) : at * 3 / transactions.size();
      runs.get(run).addAll(transactions.get(at));
    }
    runs.forEach(run -> Collections.shuffle(run, chance));
    return runs;
  }

  @Test
  void aRowGoesWithTheChangeThatTheFilterRefusesAndComesBackWithOneThatItTakes() {
    // What stands above the filter is not computed of rows that it excludes: by zero, it would
    // fail.
    Transform open =
        sql(
            "select tenant, id, 100 / amount as share from input where amount <> 0 and status <>"
                + " 'x'");
    try (SilverLake lake = lake(with(open, Deletes.REMOVE, true))) {
      lake.land(order("c", 1, 1, "new", 4), order("c", 2, 2, "new", 0));
      lake.promote();
      assertThat(lake.show("id", "share")).containsExactly("1 25.0");

      lake.land(order("u", 1, 3, "x", 4), order("u", 2, 4, "new", 50));
      Outcome.Committed second = lake.promoted();
      assertThat(lake.show("id", "share")).containsExactly("2 2.0");
      assertThat(second.counts()).containsEntry("replaced", 1L).containsEntry("written", 1L);

      lake.land(order("u", 1, 5, "new", 10), event("d").tenant("acme").key(2).position(6));
      lake.promote();
      assertThat(lake.show("id", "share")).containsExactly("1 10.0");
      assertThat(lake.images())
          .containsExactly(
              "after insert 1", "after insert 2", "before delete 1", "before delete 2");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void theTableHasTheColumnsThatTheTransformMakesAndNewFieldsFlowThroughAStar() {
    try (SilverLake lake = lake(with(sql("select *, upper(status) as loud from input")))) {
      lake.land(order("c", 1, 1, "new", 4));
      lake.promote();
      lake.land(order("c", 2, 2, "open", 5).with("city", "Ulm"));
      Outcome.Committed second = lake.promoted();

      assertThat(lake.show("id", "status", "loud", "city"))
          .containsExactly("1 new NEW null", "2 open OPEN Ulm");
      assertThat(second.changes()).containsExactly("add column city string");
      assertThat(lake.verifies()).isTrue();
    }
  }

  @Test
  void rowsOfAnotherTransformAreRefusedWithTheWayOn() {
    try (SilverLake lake = lake(with(sql("select * from input")))) {
      lake.land(order("c", 1, 1, "new", 4));
      lake.promote();

      for (SilverTable other :
          List.of(with(sql("select * from input where id > 0")), PureSilver.TABLE)) {
        assertThatThrownBy(
                () ->
                    new SilverPlanner(other)
                        .plan(Optional.of(lake.bronze()), Optional.of(lake.silver())))
            .hasMessageContaining("The rows of silver:orders were made with another transform")
            .hasMessageContaining("firn run --rebuild silver:orders");
      }
    }
  }

  @Test
  void whatIsComputedFromAColumnThatGrewIsRefusedBeforeAnyRowIsWritten() {
    try (SilverLake lake = lake(with(sql("select *, amount * 2 as twice from input")))) {
      lake.land(order("c", 1, 1, "new", 4).typed("id", "int32").typed("amount", "int32"));
      lake.promote();
      lake.land(order("c", 2, 2, "new", 4).typed("id", "int32").typed("amount", "int64"));

      assertThatThrownBy(lake::promote)
          .hasMessageContaining("computes from columns that are new or have another type now")
          .hasMessageContaining("amount")
          .hasMessageContaining("firn run --rebuild silver:orders");
      assertThat(lake.show("id", "twice")).containsExactly("1 8");
    }
  }
}

package io.firn.proof;

import static io.firn.proof.EventTopic.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.bronze.Quarantine;
import io.firn.bronze.QuarantineFilter;
import io.firn.bronze.QuarantinedRecord;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.RunReport;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.testkit.EventBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Refused records on a real broker: landed after all, let go, or too many. */
@ExtendWith(Parts.class)
class QuarantineIT {
  private static final UnitName ITEMS = UnitName.parse("bronze:items");
  private static final String WRONG = "connector = mysql";
  private static final String RIGHT = "connector = postgresql";
  private static final AtomicInteger KEYS = new AtomicInteger();

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  QuarantineIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void whatAWrongSettingRefusedIsLandedOnceItIsMendedEachAtItsPlace() {
    try (EventTopic topic = new EventTopic(kafka, "mended.items", 2)) {
      // Given
      Lakehouse wrong = lake("mended", items("mended", WRONG, "max-share = 1"));
      for (int id = 0; id < 120; id++) {
        topic.put(id, "first", id);
      }
      topic.delete(7);
      topic.raw(bytes("{\"id\":1}"), bytes("no event"));
      topic.raw(bytes("{\"id\":2}"), topic.event("x").key(2).value());
      topic.flush();
      assertThat(wrong.run().exitCode()).isZero();
      assertThat(wrong.rows("bronze:items").size()).isZero();
      assertThat(waiting(wrong)).hasSize(123);

      // When the setting is mended, and a newer event of one row is landed before the retry
      Lakehouse mended = wrong.with(WRONG, RIGHT);
      topic.put(3, "newer", 33);
      topic.flush();
      assertThat(mended.run().exitCode()).isZero();
      topic.delete(4);
      topic.flush();
      assertThat(mended.run("bronze").exitCode()).isZero();
      Outcome.Committed retried = committed(retry(mended));
      assertThat(mended.run().exitCode()).isZero();

      // Then
      assertThat(retried.counts()).containsEntry("written", 121L).containsEntry("refused", 2L);
      assertThat(waiting(mended))
          .extracting(record -> record.refused().reason())
          .containsExactlyInAnyOrder("NOT_JSON", "UNKNOWN_OPERATION");
      assertThat(mended.rows("silver:items").column("id"))
          .as("7 was deleted among the retried, 4 after them")
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, 120)
                  .filter(id -> id != 4 && id != 7)
                  .<Object>mapToObj(id -> id)
                  .toList());
      assertThat(nameOf(mended, 3)).as("the retried event is the older one").isEqualTo("newer");
      assertThat(nameOf(mended, 5)).isEqualTo("first");
      assertVerified(mended);

      // When
      assertThat(retry(mended)).isInstanceOf(Outcome.NothingToDo.class);
      discard(mended, "written by a probe");

      // Then
      assertThat(waiting(mended)).isEmpty();
      assertThat(records(mended))
          .hasSize(123)
          .extracting(record -> record.resolution().orElseThrow().action())
          .containsOnly(Action.RETRIED, Action.DISCARDED);
      assertThat(mended.run().status()).isEqualTo("no-op");
      assertVerified(mended);
    }
  }

  @Test
  void aRetriedEventThatIsNewerThanTheRowWinsAndAnEventThatWasSentTwiceStandsOnce() {
    try (EventTopic topic = new EventTopic(kafka, "newest.items", 1)) {
      // Given
      Lakehouse right = lake("newest", items("newest", RIGHT, ""));
      topic.put(1, "old", 1);
      topic.put(2, "old", 2);
      topic.put(5, "old", 5);
      topic.flush();
      assertThat(right.run().exitCode()).isZero();
      EventBuilder newer = topic.event("u").key(1).with("name", "new").with("amount", 10);
      EventBuilder twice = topic.event("u").key(2).with("name", "new").with("amount", 20);
      topic.send(newer);
      topic.delete(5);
      topic.send(twice);
      topic.flush();
      Lakehouse wrong = right.with(RIGHT, WRONG);
      assertThat(wrong.run().exitCode()).isZero();
      topic.send(twice);
      topic.flush();
      Lakehouse mended = wrong.with(WRONG, RIGHT);
      assertThat(mended.run().exitCode()).isZero();
      assertThat(waiting(mended)).hasSize(3);

      // When
      Outcome.Committed retried = committed(retry(mended));
      assertThat(mended.run().exitCode()).isZero();

      // Then
      assertThat(retried.counts()).containsEntry("written", 2L).containsEntry("duplicates", 1L);
      assertThat(waiting(mended)).isEmpty();
      assertThat(mended.rows("silver:items").column("id")).containsExactlyInAnyOrder(1L, 2L);
      assertThat(nameOf(mended, 1)).isEqualTo("new");
      assertThat(nameOf(mended, 2)).isEqualTo("new");
      assertVerified(mended);

      // When the connector sends a retried event again
      topic.send(newer);
      topic.flush();
      RunReport report = mended.run();

      // Then
      assertThat(report.exitCode()).isZero();
      assertThat(mended.rows("bronze:items").size()).isEqualTo(3 + 1 + 2);
      assertVerified(mended);
    }
  }

  @Test
  void aRunThatRefusesTooManyIsRefusedItselfAndItsNeighboursLand() {
    try (EventTopic topic = new EventTopic(kafka, "limit.items", 1);
        EventTopic other = new EventTopic(kafka, "limit.others", 1)) {
      // Given
      for (int id = 0; id < 10; id++) {
        topic.put(id, "good", id);
        other.put(id, "good", id);
      }
      for (int i = 0; i < 6; i++) {
        topic.raw(null, bytes("no event"));
      }
      topic.raw(bytes("{broken"), topic.event("u").key(1).value());
      topic.flush();
      other.flush();
      Lakehouse lake =
          lake("limit", items("limit", RIGHT, "max-rows = 6") + ItemTables.of("limit", "others"));

      // When
      RunReport report = lake.run();

      // Then
      assertThat(report.exitCode()).isEqualTo(30);
      assertThat(Lakehouse.unit(report, "bronze:items").outcome().failure())
          .hasValueSatisfying(
              failure -> {
                assertThat(failure.found()).contains("7 of 17", "KEY_NOT_JSON 1, NOT_JSON 6");
                assertThat(failure.where()).contains("limit.items-0@10", "limit.items-0@16");
              });
      assertThat(lake.rows("silver:others").size()).isEqualTo(10);
      assertThat(TableRows.of(lake.pipeline(), Pipeline.quarantine()).size()).isZero();
      assertThat(lake.rows("bronze:items").size()).isZero();

      // When
      Lakehouse raised = lake.with("max-rows = 6", "max-rows = 7");

      // Then
      assertThat(raised.run().exitCode()).isZero();
      assertThat(waiting(raised)).hasSize(7);
      assertVerified(raised);
    }
  }

  @Test
  void aRetryThatIsKilledBeforeAnyOfItsCommitsLosesNothingAndRepeatsNothing() {
    try (EventTopic topic = new EventTopic(kafka, "cut.items", 1)) {
      // Given
      Lakehouse wrong = lake("cut", items("cut", WRONG, ""));
      for (int id = 0; id < 5; id++) {
        topic.put(id, "first", id);
      }
      topic.raw(bytes("{broken"), topic.event("u").key(1).value());
      topic.flush();
      assertThat(wrong.run().exitCode()).isZero();
      Lakehouse lake = wrong.with(WRONG, RIGHT);
      assertThat(waiting(lake)).hasSize(6);

      for (CutShort.Before step : CutShort.Before.values()) {
        // When
        assertThatThrownBy(() -> retry(lake, context -> CutShort.before(step, context)))
            .isInstanceOf(CutShort.class)
            .hasMessage(step.name());

        // Then
        boolean committed = step == CutShort.Before.NOTING_THE_REST;
        assertThat(lake.rows("bronze:items").size()).as(step.name()).isEqualTo(committed ? 5 : 0);
        assertThat(waiting(lake)).as(step.name()).hasSize(committed ? 1 : 6);
        assertVerified(lake);
      }

      // When
      assertThat(retry(lake)).isInstanceOf(Outcome.NothingToDo.class);

      // Then
      assertThat(lake.rows("bronze:items").size()).isEqualTo(5);
      assertThat(waiting(lake))
          .singleElement()
          .satisfies(record -> assertThat(record.refused().reason()).isEqualTo("KEY_NOT_JSON"));
      assertThat(lake.run().exitCode()).isZero();
      assertThat(lake.rows("silver:items").size()).isEqualTo(5);
      assertVerified(lake);
    }
  }

  @Test
  void ofTwoRetriesAtOnceAndOfARetryAndARunOneIsFenced() {
    try (EventTopic topic = new EventTopic(kafka, "fence.items", 1)) {
      // Given
      Lakehouse wrong = lake("fence", items("fence", WRONG, ""));
      topic.put(1, "first", 1);
      topic.flush();
      assertThat(wrong.run().exitCode()).isZero();
      Lakehouse lake = wrong.with(WRONG, RIGHT);

      // When
      Outcome behindARun =
          retry(
              lake,
              context ->
                  CutShort.meanwhile(
                      CutShort.Before.COMMITTING_TO_BRONZE,
                      context,
                      () -> {
                        topic.put(2, "second", 2);
                        topic.flush();
                        assertThat(lake.run("bronze").exitCode()).isZero();
                      }));
      Outcome behindARetry =
          retry(
              lake,
              context ->
                  CutShort.meanwhile(
                      CutShort.Before.COMMITTING_TO_BRONZE,
                      context,
                      () -> assertThat(retry(lake)).isInstanceOf(Outcome.Committed.class)));

      // Then
      for (Outcome fenced : List.of(behindARun, behindARetry)) {
        assertThat(fenced.failure())
            .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.FENCED));
      }
      assertThat(lake.rows("bronze:items").column("offset")).containsExactlyInAnyOrder(0L, 1L);
      assertThat(waiting(lake)).isEmpty();
      assertVerified(lake);
    }
  }

  @Test
  void aLostLogMakesNoRowStandTwice() {
    try (EventTopic topic = new EventTopic(kafka, "lost.items", 1)) {
      // Given
      Lakehouse wrong = lake("lost", items("lost", WRONG, ""));
      topic.put(1, "first", 1);
      topic.flush();
      assertThat(wrong.run().exitCode()).isZero();
      Lakehouse lake = wrong.with(WRONG, RIGHT);
      List<QuarantinedRecord> planned = waiting(lake);

      // When
      assertThatThrownBy(
              () ->
                  retry(
                      lake,
                      context -> CutShort.before(CutShort.Before.COMMITTING_TO_BRONZE, context)))
          .isInstanceOf(CutShort.class)
          .hasMessageContaining("BRONZE");
      assertThat(retry(lake)).isInstanceOf(Outcome.Committed.class);
      drop(lake, "__quarantine_log");

      // Then
      assertThat(waiting(lake)).isEqualTo(planned);

      // When
      Outcome again = retry(lake);

      // Then
      assertThat(again).isInstanceOf(Outcome.NothingToDo.class);
      assertThat(waiting(lake)).isEmpty();
      assertThat(lake.rows("bronze:items").size()).isEqualTo(1);
    }
  }

  private static Outcome.Committed committed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return (Outcome.Committed) outcome;
  }

  private static void assertVerified(Lakehouse lake) {
    assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
  }

  private static Object nameOf(Lakehouse lake, long id) {
    return lake.rows("silver:items").rows().stream()
        .filter(row -> row.get("id").equals(id))
        .findFirst()
        .orElseThrow()
        .get("name");
  }

  private static List<QuarantinedRecord> records(Lakehouse lake) {
    return with(
        lake, same -> same, quarantine -> quarantine.records(QuarantineFilter.of(Set.of(ITEMS))));
  }

  private static List<QuarantinedRecord> waiting(Lakehouse lake) {
    return records(lake).stream().filter(record -> record.resolution().isEmpty()).toList();
  }

  private static Outcome retry(Lakehouse lake) {
    return retry(lake, same -> same);
  }

  private static Outcome retry(Lakehouse lake, UnaryOperator<JobContext> surroundings) {
    List<QuarantinedRecord> waiting = waiting(lake);
    return with(lake, surroundings, quarantine -> quarantine.retry(ITEMS, waiting));
  }

  private static void discard(Lakehouse lake, String reason) {
    List<QuarantinedRecord> waiting = waiting(lake);
    with(
        lake,
        same -> same,
        quarantine -> {
          quarantine.discard(waiting, reason);
          return reason;
        });
  }

  private static void drop(Lakehouse lake, String table) {
    lake.open(
        Lakehouse.jobs(),
        run ->
            run.context(new RunKey("drop"))
                .catalog()
                .dropTable(TableIdentifier.of("bronze", table)));
  }

  private static <T> T with(
      Lakehouse lake, UnaryOperator<JobContext> surroundings, Function<Quarantine, T> work) {
    return lake.open(
        Lakehouse.jobs(),
        run -> {
          JobContext context = run.context(new RunKey("by-" + KEYS.incrementAndGet()));
          return work.apply(new Quarantine(surroundings.apply(context), "ann"));
        });
  }

  private static String items(String prefix, String connector, String limit) {
    return """
    bronze.items { topics = "%s\\\\.items", %s, quarantine { %s } }
    silver.items { from = bronze.items, key = [id] }
    """
        .formatted(prefix, connector, limit);
  }

  private Lakehouse lake(String name, String tables) {
    return Lakehouse.in(folder.resolve(name), kafka.bootstrapServers(), tables, Map.of());
  }
}

package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.config.KafkaReader;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.UnitPlan;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Landing before, after and in the middle of what the broker's own log cleaner takes away. */
@ExtendWith(Parts.class)
class CompactedTopicIT {
  private static final String TOPIC = "compacted.acme.orders";

  /** No change but its deletes. */
  private static final int KEY_OF_ITS_OWN = 99;

  private final KafkaBroker kafka;
  private final BronzeTable table =
      new BronzeTable(
          "orders",
          Pattern.compile("compacted\\.(?<tenant>[a-z]+)\\.orders"),
          Connector.POSTGRESQL,
          Format.JSON);
  private final Map<KafkaReader, TestLake> lakes = new EnumMap<>(KafkaReader.class);

  @TempDir private Path folder;
  private CompactedTopic topic;

  CompactedTopicIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @BeforeEach
  void open() {
    topic = new CompactedTopic(kafka, TOPIC);
    for (KafkaReader reader : KafkaReader.values()) {
      lakes.put(
          reader,
          TestLake.in(
              folder.resolve(reader.name()),
              TestLake.kafka(kafka.bootstrapServers(), reader),
              List.of(table),
              List.of(),
              List.of()));
    }
  }

  @AfterEach
  void close() {
    lakes.values().forEach(TestLake::close);
    topic.close();
  }

  @Test
  void everyOffsetIsAccountedForWhateverTheCleanerTook() {
    // Before: all is there.
    topic.round(0, 20);
    assertThat(landed(plans("before"), "before").count(Fate.WRITTEN)).isEqualTo(20);

    // After: of what waits, the cleaner left the last of each key.
    topic.round(20, 40);
    topic.delete(3);
    topic.round(40, 60);
    topic.delete(KEY_OF_ITS_OWN);
    topic.round(60, 70);
    topic.awaitCleaned();
    assertCompacted(landed(plans("after"), "after"), 30);

    // In the middle: what is planned is taken before it is read, its last offset too.
    topic.round(70, 90);
    long tombstone = topic.delete(KEY_OF_ITS_OWN);
    Map<KafkaReader, UnitPlan> middle = plans("middle");
    topic.round(90, 110);
    topic.awaitCleaned();
    topic.round(110, 111);
    topic.awaitCleaned();
    LedgerEntry taken = landed(middle, "middle");
    assertThat(taken.range().end() - 1).isEqualTo(tombstone).isNotIn(topic.kept());
    assertCompacted(taken, 20);

    // And on: the next run joins where the last one ended.
    LedgerEntry on = landed(plans("on"), "on");
    assertThat(on.range().start()).isEqualTo(tombstone + 1);
    assertCompacted(on, 15);
    assertThat(plans("nothing").values()).noneMatch(plan -> plan.summary().ready());
    lakes.forEach(
        (reader, lake) ->
            assertThat(new BronzeJob().verify(table.unit(), lake.context("verify")))
                .as(reader.name())
                .isNotEmpty()
                .allMatch(CheckResult::passed));
    assertThat(rows(KafkaReader.CONSUMER)).isEqualTo(rows(KafkaReader.SPARK));
  }

  /** The broker itself is asked what is left of the range: the rest is compacted, no more. */
  private void assertCompacted(LedgerEntry account, long atLeast) {
    OffsetRange range = account.range();
    long kept = topic.kept().stream().filter(range::contains).count();
    assertThat(account.balances()).isTrue();
    assertThat(account.count(Fate.COMPACTED))
        .isEqualTo(range.length() - kept)
        .isGreaterThanOrEqualTo(atLeast);
    assertThat(account.count(Fate.WRITTEN) + account.count(Fate.TOMBSTONE)).isEqualTo(kept);
    assertThat(account.count(Fate.CONTROL) + account.count(Fate.UNNAMED)).isZero();
  }

  private Map<KafkaReader, UnitPlan> plans(String runKey) {
    Map<KafkaReader, UnitPlan> plans = new EnumMap<>(KafkaReader.class);
    UnitName unit = table.unit();
    lakes.forEach(
        (reader, lake) ->
            plans.put(
                reader,
                new BronzeJob().plan(List.of(unit), lake.context(runKey)).get(unit).orThrow()));
    return plans;
  }

  /** The account, which is the same for both readers. */
  private LedgerEntry landed(Map<KafkaReader, UnitPlan> plans, String runKey) {
    Map<KafkaReader, List<LedgerEntry>> accounts = new EnumMap<>(KafkaReader.class);
    lakes.forEach(
        (reader, lake) -> {
          JobContext context = lake.context(runKey);
          Outcome outcome =
              new BronzeJob().run(List.of(plans.get(reader)), context).get(table.unit());
          assertThat(outcome).isInstanceOf(Outcome.Committed.class);
          accounts.put(reader, ((Outcome.Committed) outcome).ledger());
        });
    assertThat(accounts.get(KafkaReader.CONSUMER))
        .isEqualTo(accounts.get(KafkaReader.SPARK))
        .hasSize(1);
    return accounts.get(KafkaReader.CONSUMER).get(0);
  }

  private List<String> rows(KafkaReader reader) {
    return lakes
        .get(reader)
        .rows(table.unit().tableName())
        .drop("landed_at")
        .orderBy("offset")
        .toJSON()
        .collectAsList();
  }
}

package io.firn.proof;

import static io.firn.proof.EventTopic.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.firn.config.Pipeline;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.testkit.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What lies in topics and should not, and a run that is asked for twice. */
@ExtendWith(Parts.class)
class BadInputIT {
  private static final int HUGE = 6 << 20;

  private final KafkaBroker kafka;

  @TempDir private Path folder;

  BadInputIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  /** A record, and why it is refused. */
  private record Bad(String reason, byte[] key, byte[] value) {}

  private static List<Bad> badRecords(EventTopic topic) {
    byte[] key = bytes("{\"id\":1}");
    byte[] good = topic.event("u").key(77).with("name", "good").value();
    byte[] random = new byte[300];
    new Random(7).nextBytes(random);
    byte[] huge = new byte[HUGE];
    Arrays.fill(huge, (byte) 'x');
    byte[] noText = topic.event("u").key(78).with("name", "~~").value();
    noText[new String(noText, StandardCharsets.UTF_8).indexOf("~~")] = (byte) 0xff;
    return List.of(
        new Bad("NOT_JSON", key, bytes("hello")),
        new Bad("NOT_JSON", key, Arrays.copyOf(good, good.length - 7)),
        new Bad("NOT_JSON", key, random),
        new Bad("NOT_JSON", null, random),
        new Bad("NOT_JSON", key, huge),
        new Bad("NOT_JSON", key, noText),
        new Bad("NOT_AN_ENVELOPE", key, new byte[0]),
        new Bad("NOT_AN_ENVELOPE", key, bytes("{\"id\": 1, \"name\": \"a plain row\"}")),
        new Bad("NOT_AN_ENVELOPE", key, bytes("[1, 2]")),
        new Bad("NOT_AN_ENVELOPE", key, bytes("{\"schema\": null, \"payload\": [3]}")),
        new Bad("UNKNOWN_OPERATION", key, topic.event("x").key(79).value()),
        new Bad(
            "WRONG_CONNECTOR",
            key,
            bytes(
                "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"connector\":\"mysql\",\"lsn\":1}}")),
        new Bad(
            "NO_POSITION",
            key,
            bytes("{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"connector\":\"postgresql\"}}")),
        new Bad("KEY_NOT_JSON", random, good),
        new Bad("KEY_NOT_JSON", new byte[0], good));
  }

  @Test
  void whatIsNoChangeEventIsQuarantinedWithItsBytesAndItsNeighboursLand() {
    try (EventTopic topic = new EventTopic(kafka, "bad.items", 1)) {
      // Given
      Lakehouse lake = lake("bad", "items");
      List<Bad> bad = badRecords(topic);
      for (int i = 0; i < bad.size(); i++) {
        topic.put(i, "neighbour", i);
        topic.raw(bad.get(i).key(), bad.get(i).value());
      }
      topic.delete(0);
      EventBuilder large =
          topic.event("u").key(99).with("name", "y".repeat(HUGE)).with("amount", 1);
      topic.send(large);
      topic.flush();

      // When
      RunReport report = lake.run();

      // Then
      assertThat(report.exitCode()).isZero();
      Outcome.Committed landed =
          (Outcome.Committed) Lakehouse.unit(report, "bronze:items").outcome();
      assertThat(landed.ledger())
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.count(Fate.QUARANTINED)).isEqualTo(bad.size());
                assertThat(entry.count(Fate.TOMBSTONE)).isEqualTo(1);
                assertThat(entry.written()).isEqualTo(bad.size() + 2L);
              })
          .matches(LedgerEntry::balances);
      assertThat(TableRows.of(lake.pipeline(), Pipeline.quarantine()).rows())
          .extracting(row -> row.get("reason"), row -> row.get("key"), row -> row.get("value"))
          .containsExactlyInAnyOrderElementsOf(
              bad.stream()
                  .map(record -> tuple(record.reason(), hex(record.key()), hex(record.value())))
                  .toList());
      assertThat(lake.rows("silver:items").column("id"))
          .as("the first row is deleted, all others are there, the huge one too")
          .hasSize(bad.size())
          .contains(1L, 99L)
          .doesNotContain(0L, 77L, 78L);
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }

  @Test
  void aTruncateEmptiesSilverAndNothingIsLost() {
    try (EventTopic topic = new EventTopic(kafka, "truncated.items", 1);
        EventTopic other = new EventTopic(kafka, "truncated.others", 1)) {
      // Given
      Lakehouse lake = lake("truncated", "items", "others");
      topic.put(1, "one", 1);
      topic.flush();
      other.put(1, "other", 1);
      other.flush();
      assertThat(lake.run().exitCode()).isZero();
      topic.raw(null, topic.event("t").value());
      topic.put(2, "two", 2);
      topic.flush();
      other.put(2, "other", 2);
      other.flush();

      // When
      RunReport report = lake.run();

      // Then
      assertThat(report.exitCode()).isZero();
      assertThat(lake.rows("silver:items").column("id")).containsExactly(2L);
      assertThat(lake.rows("bronze:items").column("op")).containsExactlyInAnyOrder("u", "t", "u");
      assertThat(lake.rows("silver:others").size()).as("its neighbour stays").isEqualTo(2);
      assertThat(lake.verify()).isNotEmpty().allMatch(CheckResult::passed);
    }
  }

  @Test
  void aRunKeyUsedBeforeDoesNothing() {
    try (EventTopic topic = new EventTopic(kafka, "again.items", 1)) {
      // Given
      Lakehouse lake = lake("again", "items");
      topic.put(1, "one", 1);
      topic.flush();
      lake.run(new RunKey("nightly-1"));
      topic.put(2, "two", 2);
      topic.flush();

      // When
      RunReport again = lake.run(new RunKey("nightly-1"));
      RunReport next = lake.run(new RunKey("nightly-2"));

      // Then
      assertThat(again.status()).isEqualTo("no-op");
      assertThat(again.exitCode()).isZero();
      assertThat(next.status()).isEqualTo("committed");
      assertThat(lake.rows("silver:items").size()).isEqualTo(2);
    }
  }

  /** One bronze and one silver table for each name. */
  private Lakehouse lake(String prefix, String... tables) {
    return Lakehouse.in(folder, kafka.bootstrapServers(), ItemTables.of(prefix, tables), Map.of());
  }
}

package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.bronze.Advice;
import io.firn.bronze.QuarantinedRecord;
import io.firn.bronze.QuarantinedRecord.Action;
import io.firn.bronze.QuarantinedRecord.Refused;
import io.firn.bronze.QuarantinedRecord.Resolution;
import io.firn.bronze.RecordContent;
import io.firn.bronze.RecordPlace;
import io.firn.cli.console.ConsoleNarrator;
import io.firn.cli.console.ConsoleNarrator.Channel;
import io.firn.cli.console.Narrator;
import io.firn.cli.console.Paint;
import io.firn.model.UnitName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuarantineViewTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
  private final Narrator narrator = narrator();

  private final List<QuarantinedRecord> records =
      List.of(
          record("acme.orders-0@17", "NOT_JSON", 0, Optional.empty()),
          record("acme.orders-1@4", "NOT_JSON", 60, Optional.empty()),
          record("zeta.orders-0@9", "NOT_JSON", 120, Optional.empty()),
          record("zeta.orders-0@10", "WRONG_CONNECTOR", 120, Optional.of(discarded())));

  @Test
  void records_that_are_alike_are_counted_in_one_line() {
    List<QuarantineGroup> groups = QuarantineGroup.of(records);

    QuarantineView.tell(groups, 50, "refused records", narrator);

    assertThat(told())
        .containsPattern("UNIT +REASON +STATE +RECORDS +FIRST SEEN +LAST SEEN +TOPICS +EXAMPLE")
        .containsPattern(
            "bronze:orders +NOT_JSON +waiting +3 +2026-01-02T12:00:00Z +2026-01-02T12:02:00Z"
                + " +acme.orders, zeta.orders +acme.orders-0@17")
        .containsPattern("bronze:orders +WRONG_CONNECTOR +discarded +1 ")
        .contains("4 refused records");
  }

  @Test
  void programs_get_the_groups_with_the_number_of_all() {
    ObjectNode json = QuarantineView.json(QuarantineGroup.of(records), 1);

    assertThat(json.at("/records").longValue()).isEqualTo(4);
    assertThat(json.at("/groupsInAll").intValue()).isEqualTo(2);
    assertThat(json.at("/groups")).hasSize(1);
    assertThat(json.at("/groups/0/topics/1").textValue()).isEqualTo("zeta.orders");
    assertThat(json.at("/groups/0/lastSeen").textValue()).isEqualTo("2026-01-02T12:02:00Z");
    assertThat(json.at("/groups/0/example").textValue()).isEqualTo("acme.orders-0@17");
  }

  @Test
  void what_is_left_out_is_said() {
    QuarantineView.tell(QuarantineGroup.of(records), 1, "refused records", narrator);

    assertThat(told()).contains("and 1 line more: --limit").doesNotContain("WRONG_CONNECTOR");
  }

  @Test
  void an_empty_quarantine_is_one_sentence() {
    QuarantineView.tell(List.of(), 50, "refused records wait", narrator);

    assertThat(told()).isEqualTo("no refused records wait\n");
  }

  @Test
  void a_record_is_told_with_reason_advice_headers_and_bytes() {
    RecordView.tell(List.of(shown()), 7, narrator);

    assertThat(told())
        .contains("acme.orders-0@17 (bronze:orders)")
        .containsPattern("reason +NOT_JSON: no JSON at byte 3")
        .containsPattern("expected +a value that is JSON")
        .containsPattern("next +Look who wrote it")
        .containsPattern("first seen +2026-01-02T12:00:00Z by run nightly")
        .containsPattern("state +waiting")
        .containsPattern("header trace\n +abc")
        .contains("header none: none")
        .containsPattern("key\n +00000000 +ff")
        .containsPattern("value\n +hello")
        .contains("1 of 7 refused records; --limit shows more");
  }

  @Test
  void programs_get_all_of_a_record() {
    ObjectNode json = RecordView.json(List.of(shown()), 7);

    assertThat(json.at("/recordsInAll").intValue()).isEqualTo(7);
    assertThat(json.at("/records/0/topic").textValue()).isEqualTo("acme.orders");
    assertThat(json.at("/records/0/offset").longValue()).isEqualTo(17);
    assertThat(json.at("/records/0/tenant").textValue()).isEqualTo("acme");
    assertThat(json.at("/records/0/next").textValue()).isEqualTo("Look who wrote it.");
    assertThat(json.at("/records/0/key/hex").textValue()).isEqualTo("ff");
    assertThat(json.at("/records/0/value/text").textValue()).isEqualTo("hello");
    assertThat(json.at("/records/0/headers/0/value/text").textValue()).isEqualTo("abc");
    assertThat(json.at("/records/0/headers/1/value").isNull()).isTrue();
  }

  @Test
  void a_discarded_record_tells_who_when_and_why() {
    ShownRecord shown =
        new ShownRecord(
            records.get(3),
            new RecordContent(Optional.empty(), Optional.empty(), List.of()),
            Optional.empty());

    RecordView.tell(List.of(shown), 1, narrator);

    assertThat(told())
        .containsPattern("state +discarded by ann at 2026-01-03T12:00:00Z \\(run d-1\\): a probe")
        .contains("key: none", "value: none", "1 refused record");
    assertThat(RecordView.json(List.of(shown), 1).at("/records/0/resolution/by").textValue())
        .isEqualTo("ann");
  }

  private ShownRecord shown() {
    return new ShownRecord(
        records.get(0),
        new RecordContent(
            Optional.of(new byte[] {(byte) 0xff}),
            Optional.of("hello".getBytes(StandardCharsets.UTF_8)),
            List.of(
                new RecordContent.Header(
                    "trace", Optional.of("abc".getBytes(StandardCharsets.UTF_8))),
                new RecordContent.Header("none", Optional.empty()))),
        Optional.of(new Advice("a value that is JSON", "Look who wrote it.")));
  }

  private static QuarantinedRecord record(
      String place, String reason, int second, Optional<Resolution> resolution) {
    RecordPlace where = RecordPlace.parse(place);
    return new QuarantinedRecord(
        UnitName.parse("bronze:orders"),
        where,
        0,
        Optional.of(where.partition().topic().substring(0, 4)),
        NOON,
        new Refused(reason, "no JSON at byte 3", "nightly", NOON.plusSeconds(second)),
        resolution);
  }

  private static Resolution discarded() {
    return new Resolution(
        Action.DISCARDED, "a probe", "ann", "d-1", Instant.parse("2026-01-03T12:00:00Z"));
  }

  private Narrator narrator() {
    Channel channel = new Channel(stream, new Paint(false), false);
    return new ConsoleNarrator(channel, channel, 300);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }
}

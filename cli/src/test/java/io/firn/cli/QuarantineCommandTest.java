package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs on a pipeline that has refused nothing yet, and command lines that are refused. */
class QuarantineCommandTest {
  @TempDir Path folder;
  private String pipeline;

  @BeforeEach
  void initialise() {
    pipeline = ProjectFolder.initialised(folder).pipeline();
  }

  @Test
  void nothing_waits_where_nothing_was_refused() {
    FirnCall list = firn("list");
    FirnCall show = firn("show", "--output", "json");
    FirnCall retry = firn("retry");

    assertThat(list.exitCode()).isZero();
    assertThat(list.out()).isEqualTo("no refused records wait\n");
    assertThat(show.json().at("/recordsInAll").intValue()).isZero();
    assertThat(retry.exitCode()).as(retry.err()).isZero();
    assertThat(retry.out()).contains("no refused records to retry");
  }

  @Test
  void programs_find_the_plan_beside_what_was_done() {
    FirnCall retry = firn("retry", "--yes", "--output", "json");
    FirnCall discard = firn("discard", "--all", "--reason", "a test", "--output", "json");

    assertThat(retry.json().at("/status").textValue()).isEqualTo("no-op");
    assertThat(retry.json().at("/runKey").textValue()).startsWith("retry-");
    assertThat(retry.json().at("/plan/records").longValue()).isZero();
    assertThat(discard.json().at("/discarded").longValue()).isZero();
  }

  @Test
  void to_discard_everything_has_to_be_said() {
    FirnCall discard = firn("discard", "--reason", "a test", "--yes");

    assertThat(discard.exitCode()).isEqualTo(20);
    assertThat(discard.err()).contains("Not said which records", "--all");
  }

  @Test
  void a_code_is_no_reason_for_discarding() {
    FirnCall discard = firn("discard", "--all", "--reason", "not_json", "--yes");

    assertThat(discard.exitCode()).isEqualTo(20);
    assertThat(discard.err()).contains("--code not_json");
  }

  @Test
  void what_is_no_record_and_what_is_no_bronze_table_is_refused() {
    FirnCall place = firn("show", "orders");
    FirnCall unit = firn("list", "--select", "silver:orders");
    FirnCall reason = firn("list", "--reason", "nonsense");

    assertThat(place.exitCode()).isEqualTo(20);
    assertThat(place.err()).contains("TOPIC-PARTITION@OFFSET");
    assertThat(unit.exitCode()).isEqualTo(20);
    assertThat(unit.err()).contains("only bronze refuses records");
    assertThat(reason.exitCode()).isEqualTo(20);
    assertThat(reason.err()).contains("NOT_JSON");
  }

  private FirnCall firn(String verb, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "quarantine";
    arguments[1] = verb;
    arguments[2] = "-p";
    arguments[3] = pipeline;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return FirnCall.of(arguments);
  }
}

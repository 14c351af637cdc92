package io.firn.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.Outcome;
import io.firn.model.RunKey;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler reads after a run. */
class RunReportTest {
  private static final UnitName UNIT = UnitName.parse("bronze:orders");
  private static final Outcome COMMITTED = new Outcome.Committed(42, "all", Map.of("written", 3L));
  private static final Outcome NOTHING = new Outcome.NothingToDo("no new records");
  private static final Outcome SKIPPED = new Outcome.Skipped(UNIT);

  @Test
  void theStatusIsThatOfTheUnits() {
    assertThat(report().status()).isEqualTo("no-op");
    assertThat(report(NOTHING, NOTHING).status()).isEqualTo("no-op");
    assertThat(report(NOTHING, COMMITTED).status()).isEqualTo("committed");
    assertThat(report(COMMITTED, failed(ErrorKind.TRANSIENT), SKIPPED).status())
        .isEqualTo("failed");
  }

  @Test
  void withoutAFailureTheExitCodeIsZero() {
    assertThat(report(COMMITTED, NOTHING).exitCode()).isZero();
  }

  @Test
  void eachKindHasItsExitCode() {
    Map<ErrorKind, Integer> codes =
        Map.of(
            ErrorKind.INTERNAL, 1,
            ErrorKind.USAGE, 20,
            ErrorKind.CONFIG, 20,
            ErrorKind.EXPECTATION, 30,
            ErrorKind.TRANSIENT, 40,
            ErrorKind.FENCED, 50,
            ErrorKind.HISTORY, 60);
    for (ErrorKind kind : ErrorKind.values()) {
      assertThat(report(COMMITTED, failed(kind), SKIPPED).exitCode()).isEqualTo(codes.get(kind));
    }
  }

  @Test
  void aCauseThatTryingAgainDoesNotCureComesFirst() {
    List<ErrorKind> byRank =
        List.of(
            ErrorKind.INTERNAL,
            ErrorKind.HISTORY,
            ErrorKind.CONFIG,
            ErrorKind.EXPECTATION,
            ErrorKind.FENCED,
            ErrorKind.TRANSIENT);
    for (int rank = 0; rank < byRank.size(); rank++) {
      List<Outcome> outcomes = new ArrayList<>();
      byRank.subList(rank, byRank.size()).forEach(kind -> outcomes.add(0, failed(kind)));
      assertThat(report(outcomes.toArray(Outcome[]::new)).exitCode())
          .isEqualTo(byRank.get(rank).exitCode());
    }
  }

  @Test
  void aCommitIsTold() throws IOException {
    LedgerEntry entry =
        new LedgerEntry(
            new TopicPartition("t", 1),
            new OffsetRange(5, 20),
            Map.of(
                Fate.WRITTEN,
                1L,
                Fate.DUPLICATE,
                2L,
                Fate.TOMBSTONE,
                3L,
                Fate.ABORTED,
                4L,
                Fate.QUARANTINED,
                5L));
    Outcome outcome =
        new Outcome.Committed(
            42, "15 offsets", new TreeMap<>(Map.of("written", 1L)), List.of(entry), List.of("new"));

    JsonNode unit = json(report(outcome)).path("units").path(0);

    assertThat(unit)
        .isEqualTo(
            parse(
                "{'unit':'bronze:orders','status':'committed','tookMs':1500,'snapshotId':42,"
                    + "'range':'15 offsets','counts':{'written':1},'schemaChanges':['new'],"
                    + "'ledger':[{'topic':'t','partition':1,'start':5,'end':20,'era':0,'written':1,"
                    + "'duplicates':2,'tombstones':3,'quarantined':5,'notices':{},"
                    + "'gaps':{'aborted':4}}]}"));
  }

  @Test
  void theOtherOutcomesAreTold() throws IOException {
    JsonNode units = json(report(NOTHING, failed(ErrorKind.HISTORY), SKIPPED)).path("units");

    assertThat(units)
        .isEqualTo(
            parse(
                "[{'unit':'bronze:orders','status':'no-op','tookMs':1500,"
                    + "'reason':'no new records'},"
                    + "{'unit':'bronze:orders','status':'failed','tookMs':1500,"
                    + "'failure':{'kind':'HISTORY','what':'what','where':'where',"
                    + "'expected':'expected','found':'found','next':'next'}},"
                    + "{'unit':'bronze:orders','status':'skipped','tookMs':1500,"
                    + "'reason':'bronze:orders did not succeed'}]"));
  }

  @Test
  void theHeadSaysWhatToTrust() throws IOException {
    JsonNode root = json(report(failed(ErrorKind.FENCED)));

    assertThat(root.path("runKey").asText()).isEqualTo("run:1");
    assertThat(root.path("pipeline").asText()).isEqualTo("shop");
    assertThat(root.path("status").asText()).isEqualTo("failed");
    assertThat(root.path("exitCode").asInt()).isEqualTo(50);
    assertThat(root.path("startedAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(root.path("endedAt").asText()).isEqualTo("2026-01-01T00:01:00Z");
  }

  @Test
  void aReportIsWrittenWholeAndReplacesAnEarlierOne(@TempDir Path folder) throws IOException {
    Path file = RunReportJson.defaultPlace(folder, report(NOTHING));
    RunReportJson.writeTo(report(NOTHING), file);
    RunReportJson.writeTo(report(COMMITTED), file);

    assertThat(file).isEqualTo(folder.resolve("run_1").resolve("bronze.json"));
    assertThat(Files.readString(file)).isEqualTo(RunReportJson.write(report(COMMITTED)));
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.report*");
  }

  private static Outcome failed(ErrorKind kind) {
    return new Outcome.Failed(new Failure(kind, "what", "where", "expected", "found", "next"));
  }

  private static RunReport report(Outcome... outcomes) {
    List<UnitReport> units = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      units.add(new UnitReport(UNIT, outcome, Duration.ofMillis(1500)));
    }
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    return new RunReport(new RunKey("run:1"), "shop", start, start.plusSeconds(60), units);
  }

  private static JsonNode json(RunReport report) throws IOException {
    return new ObjectMapper().readTree(RunReportJson.write(report));
  }

  private static JsonNode parse(String singleQuoted) throws IOException {
    return new ObjectMapper().readTree(singleQuoted.replace('\'', '"'));
  }
}

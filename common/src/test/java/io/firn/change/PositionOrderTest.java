package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.change.WriteAheadLog.Delivered;
import io.firn.config.Connector;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 5: positions as text order the changes of one key as the source made them. */
class PositionOrderTest {

  /** One thing that happens: a write, a commit or a snapshot. */
  record Happening(int transaction, int key, int kind) {}

  @Property
  void theLatestChangeOfARowIsWhatTheDatabaseCommitted(
      @ForAll("happenings") List<Happening> happenings, @ForAll long shuffle) {
    WriteAheadLog log = new WriteAheadLog();
    // Before its first commit a connector has nothing to order a read and an open transaction by.
    log.write(0, 0);
    log.commit(0);
    for (Happening happening : happenings) {
      switch (happening.kind()) {
        case 0 -> log.snapshot();
        case 1, 2 -> log.commit(happening.transaction());
        default -> log.write(happening.transaction(), happening.key());
      }
    }

    List<Delivered> inAnyOrder = new ArrayList<>(log.delivered());
    Collections.shuffle(inAnyOrder, new Random(shuffle));
    Map<Integer, Long> latest = new TreeMap<>();
    inAnyOrder.stream()
        .sorted(Comparator.comparing(event -> event.position().sortable()))
        .forEach(event -> latest.put(event.key(), event.value()));

    assertThat(latest).isEqualTo(log.committed());
  }

  @Provide
  Arbitrary<List<Happening>> happenings() {
    Arbitrary<Integer> transactions = Arbitraries.integers().between(0, 3);
    Arbitrary<Integer> keys = Arbitraries.integers().between(0, 2);
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 7);
    return transactions
        .flatMap(t -> keys.flatMap(k -> kinds.map(kind -> new Happening(t, k, kind))))
        .list()
        .ofMaxSize(30);
  }

  @Property
  void logPositionsOrderAsUnsignedNumbers(@ForAll long left, @ForAll long right) {
    int asText =
        new PostgresPosition(OptionalLong.empty(), left, false)
            .sortable()
            .compareTo(new PostgresPosition(OptionalLong.empty(), right, false).sortable());

    assertThat(Integer.signum(asText)).isEqualTo(Long.compareUnsigned(left, right));
  }

  @Property
  void binaryLogPositionsOrderByFileThenPlace(
      @ForAll("binlogPositions") BinlogPosition left,
      @ForAll("binlogPositions") BinlogPosition right) {
    Comparator<BinlogPosition> inTheLog =
        Comparator.comparing(BinlogPosition::file)
            .thenComparing(BinlogPosition::pos)
            .thenComparing(position -> !position.snapshotRead());

    assertThat(Integer.signum(left.sortable().compareTo(right.sortable())))
        .isEqualTo(Integer.signum(inTheLog.compare(left, right)));
  }

  @Provide
  Arbitrary<BinlogPosition> binlogPositions() {
    Arbitrary<Long> few = Arbitraries.longs().between(0, 2);
    Arbitrary<Long> any = Arbitraries.oneOf(few, Arbitraries.longs().between(0, Long.MAX_VALUE));
    return any.flatMap(
        file ->
            any.flatMap(
                pos ->
                    Arbitraries.of(true, false).map(read -> new BinlogPosition(file, pos, read))));
  }

  @Property
  void systemChangeNumbersOrderAsNumbers(
      @ForAll @LongRange(min = 0) long left, @ForAll @LongRange(min = 0) long right) {
    String leftText = new OraclePosition(BigInteger.valueOf(left), "", 0, false).sortable();
    String rightText = new OraclePosition(BigInteger.valueOf(right), "", 0, false).sortable();

    assertThat(Integer.signum(leftText.compareTo(rightText))).isEqualTo(Long.compare(left, right));
  }

  /** hudi issue 9475: compared as text, binlog.000009 at 99 would come after 100. */
  @ParameterizedTest
  @CsvSource({
    "binlog.000009, 99, binlog.000009, 100",
    "binlog.000009, 100, binlog.000010, 4",
    "mysql-bin.999999, 7, mysql-bin.1000000, 4",
    "a.b.000001, 7, a.b.000002, 4"
  })
  void aBinaryLogFileIsOrderedByItsNumber(String file, long pos, String laterFile, long laterPos)
      throws EnvelopeRefusal {
    assertThat(binlog("mariadb", file, pos)).isLessThan(binlog("mariadb", laterFile, laterPos));
    assertThat(binlog("mysql", file, pos)).isLessThan(binlog("mysql", laterFile, laterPos));
  }

  @Test
  void aSqlServerReadStandsAboveTheCommitItHasSeenAndBelowTheNext() throws EnvelopeRefusal {
    String seen = sqlServer("u", "00000027:00000758:0005", "00000027:00000758:0003", 1);
    String read =
        position(
            Connector.SQLSERVER,
            "r",
            "\"snapshot\":\"true\",\"commit_lsn\":\"00000027:00000758:0005\",\"change_lsn\":null");
    String next = sqlServer("u", "00000027:00000ac0:0003", "00000027:00000758:0001", 1);

    assertThat(List.of(seen, read, next)).isSorted();
  }

  @Test
  void bothHalvesOfASqlServerKeyChangeHaveTheirPlace() throws EnvelopeRefusal {
    String delete = sqlServer("d", "00000027:00000AC0:0003", "00000027:00000ac0:0002", 1);
    String insert = sqlServer("c", "00000027:00000ac0:0003", "00000027:00000AC0:0002", 2);

    assertThat(delete).isLessThan(insert);
  }

  @Test
  void changesAtOneSystemChangeNumberOrderByTheRedoLog() throws EnvelopeRefusal {
    String first = oracle("\"18446744073709551614\"", " 0x000123.00000abc.0010 ", 0);
    String second = oracle("\"18446744073709551614\"", " 0x000123.00000abc.0010 ", 1);
    String third = oracle("\"18446744073709551614\"", " 0x000123.00000abd.0010 ", 0);
    String later = oracle("\"18446744073709551615\"", " 0x000001.00000001.0010 ", 0);

    assertThat(List.of(first, second, third, later)).isSorted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"file\":\"binlog\",\"pos\":4",
        "\"file\":null,\"pos\":4",
        "\"file\":\"binlog.000001\"",
        "\"file\":\"binlog.000001\",\"pos\":\"x\"",
        "\"file\":\"binlog.0000000000000000001\",\"pos\":4"
      })
  void aBinaryLogPositionThatIsNoneIsRefused(String fields) {
    assertRefused(Connector.MYSQL, fields);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"commit_lsn\":\"27:758:5\",\"change_lsn\":\"00000027:00000758:0003\"",
        "\"commit_lsn\":\"00000027:00000758:0005\"",
        "\"change_lsn\":\"00000027:00000758:0005\""
      })
  void aSqlServerPositionThatIsNoneIsRefused(String fields) {
    assertRefused(Connector.SQLSERVER, fields);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"scn\":null",
        "\"scn\":\"x\"",
        "\"scn\":\"-1\"",
        "\"scn\":\"18446744073709551616\""
      })
  void anOraclePositionThatIsNoneIsRefused(String fields) {
    assertRefused(Connector.ORACLE, fields);
  }

  @Test
  void aPostgresSequenceThatIsNoneIsRefused() {
    assertRefused(Connector.POSTGRESQL, "\"lsn\":7,\"sequence\":\"7\"");
  }

  private static void assertRefused(Connector connector, String fields) {
    assertThatThrownBy(() -> position(connector, "u", fields))
        .isInstanceOfSatisfying(
            EnvelopeRefusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NO_POSITION));
  }

  private static String binlog(String connector, String file, long pos) throws EnvelopeRefusal {
    return position(
        Connector.valueOf(connector.toUpperCase(java.util.Locale.ROOT)),
        "u",
        "\"file\":\"" + file + "\",\"pos\":" + pos + ",\"row\":0");
  }

  private static String sqlServer(String op, String commit, String change, int serial)
      throws EnvelopeRefusal {
    return position(
        Connector.SQLSERVER,
        op,
        "\"commit_lsn\":\""
            + commit
            + "\",\"change_lsn\":\""
            + change
            + "\",\"event_serial_no\":"
            + serial);
  }

  private static String oracle(String scn, String redo, int order) throws EnvelopeRefusal {
    return position(
        Connector.ORACLE, "u", "\"scn\":" + scn + ",\"rs_id\":\"" + redo + "\",\"ssn\":" + order);
  }

  private static String position(Connector connector, String op, String fields)
      throws EnvelopeRefusal {
    String value =
        "{\"op\":\""
            + op
            + "\",\"source\":{\"connector\":\""
            + connector.id()
            + "\","
            + fields
            + "}}";
    EventRecord read = new EnvelopeReader(connector).read(value.getBytes(StandardCharsets.UTF_8));
    return ((Envelope) read).position().sortable();
  }
}

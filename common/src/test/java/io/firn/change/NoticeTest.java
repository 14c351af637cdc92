package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records that tell of no change are known by their shape, and what only looks like them is not.
 */
class NoticeTest {
  private static final String HEARTBEAT = "io.debezium.connector.common.Heartbeat";

  @ParameterizedTest
  @CsvSource({
    "postgres/pgn.transaction-000-other.json, TRANSACTION",
    "postgres/pgn.transaction-001-other.json, TRANSACTION",
    "mariadb/mdj-005-ddl.json, SCHEMA_CHANGE",
    "mariadb/mds-003-ddl.json, SCHEMA_CHANGE"
  })
  void recordedNoticesAreKnown(String file, Notice expected) throws EnvelopeRefusal {
    assertThat(read(Connector.POSTGRESQL, EventJson.write(RecordedEvent.of(file).value())))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Connector.class)
  void aHeartbeatIsKnownWithEveryConnector(Connector connector) throws EnvelopeRefusal {
    assertThat(read(connector, "{\"ts_ms\":1700000000123}")).isEqualTo(Notice.HEARTBEAT);
    assertThat(read(connector, wrapped(HEARTBEAT, "{\"ts_ms\":1}"))).isEqualTo(Notice.HEARTBEAT);
    assertThat(read(connector, wrapped("acme." + HEARTBEAT, "{\"ts_ms\":1}")))
        .isEqualTo(Notice.HEARTBEAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ts_ms\":\"1\"}",
        "{\"ts_ms\":1.5}",
        "{\"ts_ms\":null}",
        "{\"ts_ms\":1,\"id\":2}",
        "{\"ts_ms\":1,\"ts_ms\":2}",
        "{\"status\":\"BEGIN\",\"id\":\"1\",\"event_count\":null}",
        "{\"status\":\"OPEN\",\"id\":\"1\",\"event_count\":null,\"data_collections\":null}",
        "{\"databaseName\":\"a\",\"ddl\":\"b\"}",
        "{\"databaseName\":\"a\",\"ddl\":\"b\",\"tableChanges\":null}",
        "{\"schema\":{\"name\":\"acme.Tick\"},\"payload\":{\"ts_ms\":1}}"
      })
  void whatOnlyLooksLikeOneIsRefused(String value) {
    assertThatThrownBy(() -> read(Connector.POSTGRESQL, value))
        .isInstanceOf(EnvelopeRefusal.class)
        .hasMessageContaining("a Debezium envelope has 'op' and 'source'");
  }

  private static String wrapped(String schema, String payload) {
    return "{\"schema\":{\"type\":\"struct\",\"name\":\"%s\"},\"payload\":%s}"
        .formatted(schema, payload);
  }

  private static EventRecord read(Connector connector, String value) throws EnvelopeRefusal {
    return new EnvelopeReader(connector).read(value.getBytes(StandardCharsets.UTF_8));
  }
}

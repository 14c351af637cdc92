package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumConnectorsTest {

  private static final DatabaseAddress SHOP =
      new DatabaseAddress("127.0.0.1", 5432, "shop", "me", "secret");

  @Test
  void bothConnectorsSendEveryEventUnchanged() {
    Map<String, String> recommended =
        Map.ofEntries(
            Map.entry("topic.prefix", "tenant"),
            Map.entry("database.hostname", "127.0.0.1"),
            Map.entry("database.port", "5432"),
            Map.entry("database.user", "me"),
            Map.entry("database.password", "secret"),
            Map.entry("snapshot.mode", "initial"),
            Map.entry("skipped.operations", "none"),
            Map.entry("tombstones.on.delete", "true"),
            Map.entry("decimal.handling.mode", "precise"),
            Map.entry("key.converter.schemas.enable", "true"),
            Map.entry("value.converter.schemas.enable", "true"),
            Map.entry("value.converter.replace.null.with.default", "false"));
    assertThat(DebeziumConnectors.postgres("a", "tenant", SHOP, "public.a", true))
        .containsAllEntriesOf(recommended)
        .containsEntry("table.include.list", "public.a")
        .containsEntry("database.dbname", "shop")
        .containsEntry("plugin.name", "pgoutput")
        .containsEntry("publication.autocreate.mode", "filtered");
    assertThat(DebeziumConnectors.mariadb("a", "tenant", SHOP, "shop.a", true, "k:1"))
        .containsAllEntriesOf(recommended)
        .containsEntry("table.include.list", "shop.a")
        .containsEntry("database.include.list", "shop")
        .containsEntry("bigint.unsigned.handling.mode", "precise")
        .containsEntry("schema.history.internal.kafka.bootstrap.servers", "k:1");
  }

  @Test
  void schemasCanBeLeftOut() {
    assertThat(DebeziumConnectors.postgres("a", "tenant", SHOP, "public.a", false))
        .containsEntry("key.converter.schemas.enable", "false")
        .containsEntry("value.converter.schemas.enable", "false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "Orders-2",
        "tenant.a/ß",
        "a-name-that-is-longer-than-the-sixty-three-letters-postgresql-allows"
      })
  void slotNamesAreWhatPostgresAllows(String connector) {
    assertThat(DebeziumConnectors.slotName(connector)).matches("firn_[a-z0-9_]{1,58}");
  }

  @Test
  void twoConnectorsNeverShareASlot() {
    assertThat(DebeziumConnectors.slotName("a_b")).isEqualTo("firn_a_b");
    assertThat(DebeziumConnectors.slotName("a-b"))
        .startsWith("firn_a_b_")
        .isNotEqualTo(DebeziumConnectors.slotName("a.b"));
  }
}

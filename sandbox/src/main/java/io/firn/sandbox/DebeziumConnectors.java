package io.firn.sandbox;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Connector configurations as Firn recommends them: every event of a table is sent, NULL stays
 * NULL, and the topic is {@code <topicPrefix>.<schema or database>.<table>}. The result is an
 * ordinary map, to be changed by whoever wants an event of another shape.
 */
public final class DebeziumConnectors {

  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";
  private static final String AVRO = "io.apicurio.registry.utils.converter.AvroConverter";
  private static final List<String> SIDES = List.of("key.converter", "value.converter");
  private static final int LONGEST_SLOT_NAME = 63;
  private static final int LOWEST_SERVER_ID = 10_000;
  private static final int SERVER_IDS = 1_000_000;

  private DebeziumConnectors() {}

  /**
   * A connector for PostgreSQL; its user must own the tables or be a superuser, since it makes its
   * publication itself.
   *
   * @param tables the tables, as comma-separated expressions {@code schema.table}
   * @param schemas whether each key and value carries its schema
   */
  public static Map<String, String> postgres(
      String name, String topicPrefix, DatabaseAddress database, String tables, boolean schemas) {
    Map<String, String> config = common(topicPrefix, database, tables, schemas);
    config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    config.put("plugin.name", "pgoutput");
    config.put("database.dbname", database.database());
    config.put("slot.name", slotName(name));
    config.put("publication.name", slotName(name));
    // The default publishes all tables, and then an UPDATE fails on any table without a key.
    config.put("publication.autocreate.mode", "filtered");
    return Map.copyOf(config);
  }

  /**
   * A connector for MariaDB, which keeps the history of the table definitions in a topic of its
   * own.
   *
   * @param tables the tables, as comma-separated expressions {@code database.table}
   * @param schemas whether each key and value carries its schema
   * @param bootstrapServers the Kafka cluster for the history topic
   */
  public static Map<String, String> mariadb(
      String name,
      String topicPrefix,
      DatabaseAddress database,
      String tables,
      boolean schemas,
      String bootstrapServers) {
    Map<String, String> config = common(topicPrefix, database, tables, schemas);
    config.put("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
    config.put("database.include.list", database.database());
    config.put(
        "database.server.id",
        Integer.toString(LOWEST_SERVER_ID + Math.floorMod(name.hashCode(), SERVER_IDS)));
    config.put("database.ssl.mode", "disable");
    // As a signed long, the default, the upper half of BIGINT UNSIGNED would arrive negative.
    config.put("bigint.unsigned.handling.mode", "precise");
    config.put("schema.history.internal.kafka.bootstrap.servers", bootstrapServers);
    config.put("schema.history.internal.kafka.topic", topicPrefix + ".schema-history");
    // Else a definition the parser does not know ends the connector, wanted table or not.
    config.put("schema.history.internal.store.only.captured.tables.ddl", "true");
    return Map.copyOf(config);
  }

  /**
   * A connector whose keys and values are Avro in Confluent's form: a zero byte, the id of the
   * schema, the record. The converter sends a column's DEFAULT for NULL, and has no setting against
   * it.
   *
   * @param connector one of the above
   */
  public static Map<String, String> inAvro(Map<String, String> connector, SchemaRegistry registry) {
    Map<String, String> config = new HashMap<>(connector);
    // Avro's names have no other characters than letters, digits and underscores.
    config.put("schema.name.adjustment.mode", "avro");
    config.put("field.name.adjustment.mode", "avro");
    for (String side : SIDES) {
      config.remove(side + ".schemas.enable");
      config.remove(side + ".replace.null.with.default");
      config.put(side, AVRO);
      config.put(side + ".apicurio.registry.url", registry.apicurioUrl().toString());
      config.put(side + ".apicurio.registry.auto-register", "true");
      config.put(side + ".apicurio.registry.find-latest", "false");
      // Without these three the id is another, has eight bytes, and stands in a header.
      config.put(side + ".apicurio.registry.as-confluent", "true");
      config.put(side + ".apicurio.registry.use-id", "contentId");
      config.put(side + ".apicurio.registry.headers.enabled", "false");
    }
    return Map.copyOf(config);
  }

  private static Map<String, String> common(
      String topicPrefix, DatabaseAddress database, String tables, boolean schemas) {
    Map<String, String> config = new HashMap<>();
    config.put("tasks.max", "1");
    config.put("topic.prefix", topicPrefix);
    config.put("database.hostname", database.host());
    config.put("database.port", Integer.toString(database.port()));
    config.put("database.user", database.user());
    config.put("database.password", database.password());
    config.put("table.include.list", tables);
    config.put("snapshot.mode", "initial");
    config.put("poll.interval.ms", "100");
    // The default leaves out truncations.
    config.put("skipped.operations", "none");
    config.put("tombstones.on.delete", "true");
    config.put("decimal.handling.mode", "precise");
    for (String side : SIDES) {
      config.put(side, JSON);
      config.put(side + ".schemas.enable", Boolean.toString(schemas));
      // The default turns a NULL into the column's DEFAULT.
      config.put(side + ".replace.null.with.default", "false");
    }
    return config;
  }

  /**
   * A slot name PostgreSQL accepts: lower case letters, digits and underscores, at most 63. A name
   * that had to change ends in its hash, so that two names never share a slot.
   */
  static String slotName(String connector) {
    String allowed = connector.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    String slot = "firn_" + allowed;
    if (allowed.equals(connector) && slot.length() <= LONGEST_SLOT_NAME) {
      return slot;
    }
    String hash = "_" + HexFormat.of().toHexDigits(connector.hashCode());
    int length = Math.min(slot.length(), LONGEST_SLOT_NAME - hash.length());
    return slot.substring(0, length) + hash;
  }
}

package io.firn.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.change.MongoModel;
import io.firn.model.Outcome;
import io.firn.run.CheckResult;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** MongoDB's documents, in events of Debezium's own code, through a broker into silver. */
@ExtendWith(Parts.class)
class SilverMongoIT {
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final long seed = Long.getLong("firn.proof.seed", 20_261_121);
  private final KafkaBroker kafka;

  @TempDir private Path folder;

  SilverMongoIT(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Test
  void documentsOfTwoTenantsAreWhatTheirServersHaveHoweverTheirShapesDrift() {
    // Given
    Random random = new Random(seed);
    MongoModel model = new MongoModel(random, NAMES);
    List<MongoServer> servers =
        List.of(
            new MongoServer(kafka, "drift-one", folder),
            new MongoServer(kafka, "drift-two", folder));
    Lakehouse lake =
        Lakehouse.in(
            folder,
            kafka.bootstrapServers(),
            """
            bronze.orders { topics = "(?<tenant>drift-[a-z]+)\\\\.shop\\\\.orders", connector = mongodb }
            silver.orders { from = bronze.orders, key = [tenant, _id] }
            silver.texts {
              from = bronze.orders, key = [tenant, id], evolve = freeze
              columns { id { path = "_id", type = int }, a = string, b = string, c = string }
            }
            silver.elements {
              from = bronze.orders, explode = a, key = [tenant, _id, __index]
              quarantine { max-share = 1 }
            }
            """,
            Map.of());
    for (int round = 1; round <= 3; round++) {
      for (MongoServer server : servers) {
        for (int i = 0; i < 25; i++) {
          server.change(random, model);
        }
        server.send();
      }

      // When
      RunReport report = lake.run();

      // Then
      assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
      assertThat(texts(lake)).as("round " + round + ", seed " + seed).isEqualTo(documents(servers));
      assertThat(missing(lake, servers)).as("round " + round + ", seed " + seed).isEmpty();
      assertThat(elements(lake)).as("round " + round).isEqualTo(elements(servers));
      assertThat(lake.verify()).allMatch(CheckResult::passed);
    }
  }

  private static final String ALL_TYPES =
      """
      {"_id": 1, "text": "hé", "long": {"$numberLong": "9007199254740993"}, "double": 1.5, \
      "nan": {"$numberDouble": "NaN"}, "total": {"$numberDecimal": "12.50"}, "yes": true, \
      "at": {"$date": {"$numberLong": "1700000000123"}}, \
      "oid": {"$oid": "656565656565656565656501"}, \
      "bytes": {"$binary": {"base64": "AAEC/w==", "subType": "00"}}, \
      "uuid": {"$binary": {"base64": "ASNFZ4mrze8BI0VniavN7w==", "subType": "04"}}, \
      "address": {"city": "Ulm"}, "items": [{"sku": "a", "n": 1}, {"sku": "b"}], \
      "dot.ted": "d", "$dollar": 2, "open": {"x": 1, "y": 2}}\
      """;

  private static final String DECLARED =
      """
      bronze.orders { topics = "(?<tenant>types-[a-z]+)\\\\.shop\\\\.orders", connector = mongodb }
      silver.orders {
        from = bronze.orders, key = [tenant, id]
        columns {
          id    { path = "_id", type = string }
          total = "decimal(12,2)"
          city  { path = "address.city", type = string }
          skus  { path = "items.sku", type = "list<string>" }
          first { path = "items.0.sku", type = string }
          dotted { path = "dot\\\\.ted", type = string }
          open  = "map<string,long>"
        }
      }
      """;

  @Test
  void everyTypeHasItsColumn() {
    MongoServer server = new MongoServer(kafka, "types-one", folder);
    server.insert(ALL_TYPES);
    server.send();
    Lakehouse lake =
        Lakehouse.in(folder, kafka.bootstrapServers(), DECLARED.replace("[a-z]+", "one"), Map.of());

    assertCommitted(lake.run());

    Map<String, Object> row = lake.rows("silver:orders").rows().get(0);
    assertThat(row.get("__rescued")).isNull();
    assertThat(row).doesNotContainKey("dot.ted");
    assertThat(shown(row))
        .contains(
            "id=1",
            "text=hé",
            "long=9007199254740993",
            "double=1.5",
            "nan=NaN",
            "total=12.50",
            "yes=true",
            "at=2023-11-14T22:13:20.123Z",
            "oid=656565656565656565656501",
            "bytes=000102ff",
            "uuid=01234567-89ab-cdef-0123-456789abcdef",
            "address={city=Ulm}",
            "city=Ulm",
            "skus=[a, b]",
            "first=a",
            "dotted=d",
            "$dollar=2",
            "open={x=1, y=2}");
  }

  @Test
  void aPatchReachesIntoADocumentThatOnlyBronzeHasWhole() {
    // Given
    MongoServer server = new MongoServer(kafka, "types-two", folder);
    server.insert(ALL_TYPES);
    server.send();
    Lakehouse lake =
        Lakehouse.in(folder, kafka.bootstrapServers(), DECLARED.replace("[a-z]+", "two"), Map.of());
    assertCommitted(lake.run());

    // When a later run has nothing but what updates changed
    server.patch(1, "{\"text\": \"changed\", \"yes\": false}", "double");
    server.send();
    assertCommitted(lake.run());

    // Then
    assertThat(shown(lake.rows("silver:orders").rows().get(0)))
        .contains("text=changed", "yes=false", "double=null", "address={city=Ulm}", "total=12.50");

    // When it reaches into a document
    server.patch(1, "{\"address.zip\": 89073, \"items.1.n\": 5}", "address.city");
    server.insert("{\"_id\": 2, \"total\": \"many\", \"address\": \"none\"}");
    server.send();
    assertCommitted(lake.run());

    // Then
    List<List<String>> rows = shown(lake.rows("silver:orders").rows());
    assertThat(rows)
        .anySatisfy(
            first ->
                assertThat(first)
                    .contains("id=1", "text=changed", "address={city=null, zip=89073}")
                    .contains("city=null", "skus=[a, b]"))
        .anySatisfy(
            second ->
                assertThat(second)
                    .contains("id=2", "total=null", "address=null")
                    .contains("__rescued={\"total\":\"many\",\"address\":\"none\"}"));
    assertThat(lake.verify()).allMatch(CheckResult::passed);
  }

  @Test
  void anUpdateOfADocumentThatNothingTellsStopsTheUnitUntilSomethingDoes() {
    // Given
    MongoServer server = new MongoServer(kafka, "gone-one", folder);
    server.insert("{\"_id\": 1, \"a\": 1}");
    server.patch(2, "{\"a\": 5}");
    server.send();
    Lakehouse lake =
        Lakehouse.in(
            folder,
            kafka.bootstrapServers(),
            """
            bronze.orders { topics = "gone-one\\\\.shop\\\\.orders", connector = mongodb }
            silver.orders { from = bronze.orders, key = [_id] }
            """,
            Map.of());

    // When
    RunReport stopped = lake.run();

    // Then
    assertThat(stopped.exitCode()).isEqualTo(20);
    assertThat(RunReportJson.write(stopped))
        .contains("cannot apply an update that does not tell its whole document")
        .contains("partition 0, offset 1");
    assertThat(lake.rows("silver:orders").rows()).isEmpty();

    // When
    server.delete("2");
    server.send();

    // Then
    assertCommitted(lake.run());
    assertThat(lake.rows("silver:orders").column("_id")).containsExactly(1L);
  }

  private static void assertCommitted(RunReport report) {
    assertThat(report.exitCode()).as(RunReportJson.write(report)).isZero();
    assertThat(Lakehouse.unit(report, "silver:orders").outcome())
        .isInstanceOf(Outcome.Committed.class);
  }

  private static List<List<String>> shown(List<Map<String, Object>> rows) {
    return rows.stream().map(SilverMongoIT::shown).toList();
  }

  private static List<String> shown(Map<String, Object> row) {
    return row.entrySet().stream()
        .map(column -> column.getKey() + "=" + column.getValue())
        .toList();
  }

  /** How many elements each document's array has. */
  private static Map<String, Long> elements(Lakehouse lake) {
    return lake.rows("silver:elements").rows().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get("tenant") + "/" + row.get("_id"),
                TreeMap::new,
                Collectors.counting()));
  }

  private static Map<String, Long> elements(List<MongoServer> servers) {
    Map<String, Long> elements = new TreeMap<>();
    for (MongoServer server : servers) {
      server
          .documents()
          .forEach(
              (id, document) -> {
                if (document.get("a") instanceof List<?> list && !list.isEmpty()) {
                  elements.put(server.tenant() + "/" + id, (long) list.size());
                }
              });
    }
    return elements;
  }

  private static Map<String, Map<String, String>> texts(Lakehouse lake) {
    Map<String, Map<String, String>> texts = new TreeMap<>();
    for (Map<String, Object> row : lake.rows("silver:texts").rows()) {
      Map<String, String> fields = new TreeMap<>();
      for (String name : NAMES) {
        if (row.get(name) != null) {
          fields.put(name, String.valueOf(row.get(name)));
        }
      }
      texts.put(row.get("tenant") + "/" + row.get("id"), fields);
    }
    return texts;
  }

  private static Map<String, Map<String, String>> documents(List<MongoServer> servers) {
    Map<String, Map<String, String>> documents = new TreeMap<>();
    for (MongoServer server : servers) {
      server
          .documents()
          .forEach(
              (id, document) -> {
                Map<String, String> fields = new TreeMap<>();
                document.forEach((name, value) -> fields.put(name, text(value)));
                documents.put(server.tenant() + "/" + id, fields);
              });
    }
    return documents;
  }

  private static String text(Object value) {
    return value instanceof String text ? text : MongoModel.json(value).toString();
  }

  /** Fields of the servers' documents that are neither in their column nor rescued. */
  private static List<String> missing(Lakehouse lake, List<MongoServer> servers) {
    Map<String, Map<String, Object>> rows = new TreeMap<>();
    for (Map<String, Object> row : lake.rows("silver:orders").rows()) {
      rows.put(row.get("tenant") + "/" + row.get("_id"), row);
    }
    List<String> missing = new ArrayList<>();
    documents(servers)
        .forEach(
            (key, fields) -> {
              Map<String, Object> row = rows.get(key);
              String rescued = String.valueOf(row.get("__rescued"));
              fields
                  .keySet()
                  .forEach(
                      name -> {
                        if (row.get(name) == null && !rescued.contains("\"" + name + "\":")) {
                          missing.add(key + "." + name + " in " + row);
                        }
                      });
            });
    return missing;
  }
}

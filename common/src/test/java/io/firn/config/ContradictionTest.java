package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are right alone and wrong together: exactly one problem for each. */
class ContradictionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource({
    "references",
    "inputsAndQueries",
    "contradictionsBetweenTables",
    "contradictionsInAColumn",
    "contradictionsInSettings"
  })
  void one_broken_rule_is_one_problem(String line, String message) {
    PipelineFile file =
        PipelineFile.complete(folder).with(line).beside("empty.sql", " \n").beside("a.sql", "x");

    assertThat(file.messages()).containsExactly(message.replace("FOLDER", folder.toString()));
  }

  static Stream<Arguments> references() {
    return Stream.of(
        argumentSet(
            "silver from a table that does not exist",
            "firn.silver.orders.from = bronze.order",
            "firn.silver.orders.from: there is no table 'bronze.order' in this pipeline; did you"
                + " mean 'bronze.orders'?"),
        argumentSet(
            "silver from silver",
            "firn.silver.orders.from = silver.orders",
            "firn.silver.orders.from: silver reads bronze; 'silver.orders' is not in bronze"),
        argumentSet(
            "reference without layer",
            "firn.silver.orders.from = orders",
            "firn.silver.orders.from: 'orders' is no unit: expected bronze:TABLE, silver:TABLE or"
                + " gold:TABLE"),
        argumentSet(
            "gold from a table that does not exist",
            "firn.gold.revenue.from = [silver.orders, silver.lineitems]",
            "firn.gold.revenue.from: there is no table 'silver.lineitems' in this pipeline"),
        argumentSet(
            "gold from bronze",
            "firn.gold.revenue.from = [bronze.orders]",
            "firn.gold.revenue.from: gold reads silver or gold; 'bronze.orders' is bronze"),
        argumentSet(
            "gold from itself",
            "firn.gold.revenue.from = [silver.orders, gold.revenue]",
            "firn.gold.revenue.from: goes in a circle: gold.revenue <- gold.revenue"),
        argumentSet(
            "gold in a longer circle",
            """
            firn.gold.revenue.from = [gold.b]
            firn.gold.b { from = [gold.c], grain = [x], sql = "a.sql" }
            firn.gold.c { from = [silver.orders, gold.b], grain = [x], sql = "a.sql" }
            """,
            "firn.gold.c.from: goes in a circle: gold.b <- gold.c <- gold.b"));
  }

  static Stream<Arguments> inputsAndQueries() {
    return Stream.of(
        argumentSet(
            "query that does not exist",
            "firn.gold.revenue.sql = \"sql/none.sql\"",
            "firn.gold.revenue.sql: there is no file FOLDER/sql/none.sql"),
        argumentSet(
            "transform that does not exist",
            "firn.silver.orders.transform = \"sql/none.sql\"",
            "firn.silver.orders.transform: there is no file FOLDER/sql/none.sql"),
        argumentSet(
            "transform that is no class name",
            "firn.silver.orders.transform = \"class:com/acme/Orders\"",
            "firn.silver.orders.transform: expected class: and a class with its package, found"
                + " 'com/acme/Orders'"),
        argumentSet(
            "empty query",
            "firn.gold.revenue.sql = \"empty.sql\"",
            "firn.gold.revenue.sql: the file FOLDER/empty.sql is empty"),
        argumentSet(
            "required variable that is not set",
            "firn.name = ${SHOP_NAME}",
            "firn.name: refers to ${SHOP_NAME}, which is neither a key of this file nor an"
                + " environment variable that is set"),
        argumentSet(
            "required variable inside a list",
            "firn.gold.revenue.grain = [tenant, ${GRAIN}]",
            "firn.gold.revenue.grain: refers to ${GRAIN}, which is neither a key of this file nor"
                + " an environment variable that is set"),
        argumentSet(
            "required variable inside a section",
            "firn.silver.orders = ${template} { buckets = 4 }",
            "firn.silver.orders: refers to ${template}, which is neither a key of this file nor an"
                + " environment variable that is set"));
  }

  static Stream<Arguments> contradictionsBetweenTables() {
    return Stream.of(
        argumentSet(
            "key column twice",
            "firn.silver.orders.key = [id, ID]",
            "firn.silver.orders.key: 'ID' stands there twice"),
        argumentSet(
            "input twice",
            "firn.gold.revenue.from = [silver.orders, \"silver:orders\"]",
            "firn.gold.revenue.from: 'silver:orders' stands there twice"),
        argumentSet(
            "tenant in the key but not in the topics",
            "firn.bronze.orders.topics = \"shop.orders\"",
            "firn.silver.orders.key: names 'tenant', but the topics of bronze.orders have no group"
                + " (?<tenant>…)"),
        argumentSet(
            "group that means nothing",
            "firn.bronze.orders.topics = \"(?<tenant>a)(?<tennant>b)\"",
            "firn.bronze.orders.topics: the group 'tennant' is not known in this version; did you"
                + " mean 'tenant'?"),
        argumentSet(
            "topics landed twice",
            "firn.bronze.items = ${firn.bronze.orders}",
            "firn.bronze.orders.topics: bronze.items lands the same topics already"),
        argumentSet(
            "undeclared key column of a frozen table",
            "firn.silver.orders { evolve = freeze, columns.total = int }",
            "firn.silver.orders.key: 'id' is not a declared column, and with evolve = freeze no"
                + " other joins"));
  }

  static Stream<Arguments> contradictionsInAColumn() {
    return Stream.of(
        argumentSet(
            "encoding that does not go with the type",
            "firn.silver.orders.columns.at { type = date, encoding = unscaled }",
            "firn.silver.orders.columns.at.encoding: a date is not encoded as unscaled; expected"
                + " one of days, iso"),
        argumentSet(
            "encoding of a type that has none",
            "firn.silver.orders.columns.at { type = string, encoding = iso }",
            "firn.silver.orders.columns.at.encoding: a string is not encoded as iso; leave it out"),
        argumentSet(
            "unscaled without scale",
            "firn.silver.orders.columns.total.encoding = unscaled",
            "firn.silver.orders.columns.total.encoding: unscaled needs type ="
                + " \"decimal(precision,scale)\" for the scale"),
        argumentSet(
            "buckets of a type that cannot be hashed",
            "firn.silver.orders { buckets = 4, columns.id = double }",
            "firn.silver.orders.buckets: Iceberg cannot bucket 'id', which is a double"),
        argumentSet(
            "key that is no single value",
            "firn.silver.orders.columns.id = \"list<int>\"",
            "firn.silver.orders.key: 'id' is a list<int>, which identifies no row"));
  }

  static Stream<Arguments> contradictionsInSettings() {
    return Stream.of(
        argumentSet(
            "uri of another catalog type",
            "firn.catalog.uri = \"http://localhost\"",
            "firn.catalog.uri: the uri of a catalog of type jdbc starts with 'jdbc:'"),
        argumentSet(
            "uri for a catalog that takes none",
            "firn.catalog.type = hadoop",
            "firn.catalog.uri: a catalog of type hadoop takes no 'uri'"),
        argumentSet(
            "property that has a key of its own",
            "firn.catalog.properties.uri = x",
            "firn.catalog.properties.uri: contradicts firn.catalog.uri; set it there"),
        argumentSet(
            "client setting that has a key of its own",
            "firn.kafka.options { bootstrap.servers = x }",
            "firn.kafka.options.\"bootstrap.servers\": contradicts firn.kafka.bootstrap-servers;"
                + " set it there"),
        argumentSet(
            "setting that is not Spark's",
            "firn.spark.memory = 2g",
            "firn.spark.memory: is no Spark setting: its name does not start with 'spark.'"),
        argumentSet(
            "Spark setting that configures the catalog again",
            "firn.spark.\"spark.sql.catalog.lake.uri\" = x",
            "firn.spark.\"spark.sql.catalog.lake.uri\": contradicts firn.catalog, which configures"
                + " this catalog"),
        argumentSet(
            "setting quoted and nested",
            "firn.spark { spark.driver.memory = 2g, \"spark.driver.memory\" = 3g }",
            "firn.spark.spark.driver.memory: stands there twice, once with and once without"
                + " quotes"),
        argumentSet(
            "section that slipped out of the braces",
            "silver.items { from = bronze.orders, key = [id] }",
            "silver: stands outside firn { … } and nothing refers to it"),
        argumentSet(
            "text joined with a section",
            "firn.silver.orders = ${firn.name} { buckets = 4 }",
            "firn: one value joins a text with a list or an object; separate them"));
  }
}

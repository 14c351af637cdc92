package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule about one value or name, broken by one line behind a correct file: exactly one problem.
 */
class PipelineRejectionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource({
    "values",
    "types",
    "registries",
    "names",
    "versions",
    "versionsColumns",
    "explodes",
    "expectations",
    "expectedTables",
    "laterVersions"
  })
  void one_broken_rule_is_one_problem(String line, String message) {
    PipelineFile file =
        PipelineFile.complete(folder).with(line).beside("empty.sql", " \n").beside("a.sql", "x");

    assertThat(file.messages()).containsExactly(message.replace("FOLDER", folder.toString()));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        argumentSet(
            "word that is none of the choices",
            "firn.catalog.type = jdcb",
            "firn.catalog.type: expected one of rest, jdbc, glue, hive, hadoop, found 'jdcb';"
                + " did you mean 'jdbc'?"),
        argumentSet(
            "text instead of a number",
            "firn.silver.orders.buckets = many",
            "firn.silver.orders.buckets: expected a whole number from 1 to 10000, found many"),
        argumentSet(
            "number out of range",
            "firn.silver.orders.buckets = 0",
            "firn.silver.orders.buckets: expected a whole number from 1 to 10000, found 0"),
        argumentSet(
            "fraction instead of a whole number",
            "firn.silver.orders.buckets = 1.5",
            "firn.silver.orders.buckets: expected a whole number from 1 to 10000, found 1.5"),
        argumentSet(
            "number too long for an int",
            "firn.silver.orders.buckets = 99999999999",
            "firn.silver.orders.buckets: expected a whole number from 1 to 10000,"
                + " found 99999999999"));
  }

  static Stream<Arguments> types() {
    return Stream.of(
        argumentSet(
            "text instead of a list",
            "firn.silver.orders.key = id",
            "firn.silver.orders.key: expected column names in [ ], found 'id'"),
        argumentSet(
            "list instead of a text",
            "firn.silver.orders.from = [bronze.orders]",
            "firn.silver.orders.from: expected a table, written `layer.name`, found a list"),
        argumentSet(
            "text instead of a section",
            "firn.silver.items = bronze.orders",
            "firn.silver.items: expected a section { … }, found 'bronze.orders'"),
        argumentSet(
            "section instead of a text",
            "firn.gold.revenue.sql { file = \"a.sql\" }",
            "firn.gold.revenue.sql: expected a path, found a section { … }"),
        argumentSet(
            "null",
            "firn.gold.revenue.sql = null",
            "firn.gold.revenue.sql: expected a path, found null"),
        argumentSet(
            "empty text",
            "firn.gold.revenue.sql = \" \"",
            "firn.gold.revenue.sql: expected a path, found an empty text"),
        argumentSet(
            "empty list",
            "firn.gold.revenue.grain = []",
            "firn.gold.revenue.grain: expected column names, found an empty list"),
        argumentSet(
            "broken regular expression",
            "firn.bronze.orders.topics = \"shop(\"",
            "firn.bronze.orders.topics: 'shop(' is no regular expression: Unclosed group at"
                + " character 6"),
        argumentSet(
            "path with a backslash before nothing to escape",
            "firn.silver.orders.columns.id.path = \"a\\\\b\"",
            "firn.silver.orders.columns.id.path: expected '.' or '\\' behind a '\\', which takes a"
                + " dot for a part of a name"),
        argumentSet(
            "column type that does not exist",
            "firn.silver.orders.columns.id = number",
            "firn.silver.orders.columns.id: 'number' is no column type: expected one of string,"
                + " boolean, int, long, float, double, date, timestamp, timestamptz, binary,"
                + " decimal(precision,scale) with precision up to 38, or list<…>, map<string,…>,"
                + " struct<name:…> of these"),
        argumentSet(
            "broker without port",
            "firn.kafka.bootstrap-servers = \"one:9092,two\"",
            "firn.kafka.bootstrap-servers: expected host:port, found 'two'"),
        argumentSet(
            "broker with an impossible port",
            "firn.kafka.bootstrap-servers = \"one:99999\"",
            "firn.kafka.bootstrap-servers: expected host:port, found 'one:99999'"),
        argumentSet(
            "setting that is a list",
            "firn.spark.\"spark.jars\" = [a, b]",
            "firn.spark.\"spark.jars\": expected a text, found a list"));
  }

  static Stream<Arguments> registries() {
    return Stream.of(
        argumentSet(
            "registry that is no address",
            "firn.kafka.schema-registry = \"localhost:8081\"",
            "firn.kafka.schema-registry: expected an http(s) address, found 'localhost:8081'"),
        argumentSet(
            "registry with a query",
            "firn.kafka.schema-registry = \"http://localhost:8081/?a=b\"",
            "firn.kafka.schema-registry: expected an http(s) address, found"
                + " 'http://localhost:8081/?a=b'"),
        argumentSet(
            "registry without address",
            "firn.kafka.schema-registry { username = u, password = ${?PASSWORD} }",
            "firn.kafka.schema-registry.url: is missing; expected an http(s) address"),
        argumentSet(
            "registry with an unknown key",
            "firn.kafka.schema-registry { url = \"http://r\", usernam = u }",
            "firn.kafka.schema-registry.usernam: is not known in this version; did you mean"
                + " 'username'?"),
        argumentSet(
            "registry with a user and no password",
            "firn.kafka.schema-registry { url = \"http://r\", username = u }",
            "firn.kafka.schema-registry: 'username' and 'password' go together"),
        argumentSet(
            "registry whose password is written down",
            "firn.kafka.schema-registry { url = \"http://r\", username = u, password = p }",
            "firn.kafka.schema-registry.password: is a secret, and secrets are references:"
                + " expected ${?NAME} alone or { file = \"path\" }, found the value itself"),
        argumentSet(
            "registry with a truststore that is not there",
            "firn.kafka.schema-registry { url = \"http://r\", truststore = \"/no/such.p12\" }",
            "firn.kafka.schema-registry.truststore: there is no readable file /no/such.p12"),
        argumentSet(
            "Avro without a registry",
            "firn.bronze.orders.format = avro",
            "firn.bronze.orders.format: avro needs firn.kafka.schema-registry"));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        argumentSet(
            "illegal pipeline name",
            "firn.name = \"Web Shop\"",
            "firn.name: 'Web Shop' is not a legal name: expected a lower-case letter, then at most"
                + " 62 lower-case letters, digits or underscores"),
        argumentSet(
            "illegal table name",
            "firn.silver.Items { from = bronze.orders, key = [id] }",
            "firn.silver.Items: 'Items' is not a legal name: expected a lower-case letter, then at"
                + " most 62 lower-case letters, digits or underscores"),
        argumentSet(
            "reserved table name",
            "firn.silver.orders__changes { from = bronze.orders, key = [id] }",
            "firn.silver.orders__changes: names with '__' are reserved for Firn's own tables"),
        argumentSet(
            "reserved column name",
            "firn.silver.orders.columns.__rescued = string",
            "firn.silver.orders.columns.__rescued: names that start with '__' are reserved for"
                + " Firn's own columns"),
        argumentSet(
            "reserved key column",
            "firn.silver.orders.key = [__op]",
            "firn.silver.orders.key: '__op': names that start with '__' are reserved for Firn's own"
                + " columns"),
        argumentSet(
            "column with the tenant's name",
            "firn.silver.orders.columns.Tenant = string",
            "firn.silver.orders.columns.Tenant: 'tenant' is the topic's tenant; give the source's"
                + " field another name with 'path'"),
        argumentSet(
            "column name that needs quotes",
            "firn.silver.orders.columns.\"total amount\" = string",
            "firn.silver.orders.columns.\"total amount\": 'total amount' is not a legal column"
                + " name: expected letters, digits and underscores; name the source's field with"
                + " 'path'"),
        argumentSet(
            "columns that only case tells apart",
            "firn.silver.orders.columns { total = int, Total = int }",
            "firn.silver.orders.columns.total: differs from 'Total' only by case"),
        argumentSet(
            "key column that only case tells from a declared one",
            "firn.silver.orders { key = [ID], columns.id = int }",
            "firn.silver.orders.key: 'ID' differs from the column 'id' only by case"),
        argumentSet(
            "catalog with the name of a layer",
            "firn.catalog.name = silver",
            "firn.catalog.name: 'silver' is taken, by a layer or by Spark; choose another"));
  }

  static Stream<Arguments> explodes() {
    return Stream.of(
        argumentSet(
            "explode without a column of the element's",
            "firn.silver.orders { explode = items, key = [id] }",
            "firn.silver.orders.key: names 'id' alone; with explode it names the key of the"
                + " source's row and then what tells its elements apart: a field of theirs, or"
                + " __index"),
        argumentSet(
            "explode with the tenant in the element's place",
            "firn.silver.orders { explode = items, key = [id, tenant] }",
            "firn.silver.orders.key: ends with 'tenant'; with explode the last column tells"
                + " elements apart: a field of theirs, or __index"),
        argumentSet(
            "place of an element that is not the last",
            "firn.silver.orders { explode = items, key = [__index, id] }",
            "firn.silver.orders.key: '__index' is an element's place: the last of the key, with"
                + " explode"),
        argumentSet(
            "place of an element without explode",
            "firn.silver.orders.key = [id, __name]",
            "firn.silver.orders.key: '__name' is an element's place: the last of the key, with"
                + " explode"),
        argumentSet(
            "column of Firn's own in a key",
            "firn.silver.orders.key = [__offset]",
            "firn.silver.orders.key: '__offset': names that start with '__' are reserved for Firn's"
                + " own columns"),
        argumentSet(
            "explode that marks deleted rows",
            "firn.silver.orders { explode = items, key = [id, __index], deletes = mark }",
            "firn.silver.orders.deletes: mark goes with the source's rows: an element that is gone"
                + " from its array was not deleted; mark the rows in a table without explode"),
        argumentSet(
            "explode that keeps versions",
            "firn.silver.orders { explode = items, key = [id, __index], history = versions }",
            "firn.silver.orders.history: versions are of the source's rows; keep them in a table"
                + " without explode"));
  }

  static Stream<Arguments> versions() {
    String orders = "firn.silver.orders";
    return Stream.of(
        argumentSet(
            "tracked columns without versions",
            orders + ".track = [total]",
            orders
                + ".track: says when a new version begins, and without history = versions none is"
                + " kept"),
        argumentSet(
            "untracked columns without versions",
            orders + " { history = latest, track-except = [total] }",
            orders
                + ".track-except: says when a new version begins, and without history = versions"
                + " none is kept"),
        argumentSet(
            "tracked and untracked columns",
            orders + " { history = versions, track = [total], track-except = [note] }",
            orders + ".track-except: and track name the same columns from two sides; keep one"),
        argumentSet(
            "marked deletes of versions",
            orders + " { history = versions, deletes = mark }",
            orders
                + ".deletes: = mark does not go with history = versions: the last version of a"
                + " deleted row stays anyway, with the time of the delete in valid_to"),
        argumentSet(
            "row images of versions",
            orders + " { history = versions, changes = true }",
            orders
                + ".changes: = true does not go with history = versions: the table itself has the"
                + " rows before and after each change"));
  }

  static Stream<Arguments> versionsColumns() {
    String orders = "firn.silver.orders";
    return Stream.of(
        argumentSet(
            "a version's own column declared",
            orders + " { history = versions, columns.Valid_From = date }",
            orders
                + ".columns.Valid_From: is a column that history = versions adds; give it another"
                + " name and this one as path"),
        argumentSet(
            "a version's own column as key",
            orders + " { history = versions, key = [id, is_current] }",
            orders + ".key: 'is_current' is a column that history = versions adds"),
        argumentSet(
            "a version's own column tracked",
            orders + " { history = versions, track = [valid_to] }",
            orders + ".track: 'valid_to' is a column that history = versions adds"),
        argumentSet(
            "a key column tracked",
            orders + " { history = versions, key = [id], track = [id] }",
            orders + ".track: 'id' is part of the key, of which a version never changes"),
        argumentSet(
            "tracked column that only case tells from a declared one",
            orders + " { history = versions, track-except = [Note], columns.note = string }",
            orders + ".track-except: 'Note' differs from the column 'note' only by case"),
        argumentSet(
            "tracked column that never joins",
            orders
                + " { history = versions, evolve = freeze, key = [id], track = [note],"
                + " columns.id = int }",
            orders
                + ".track: 'note' is not a declared column, and with evolve = freeze no other"
                + " joins"));
  }

  static Stream<Arguments> expectations() {
    String at = "firn.gold.revenue.expect";
    return Stream.of(
        argumentSet(
            "misspelt kind",
            at + ".positive { chek = \"total > 0\", rows { min = 1 } }",
            at + ".positive.chek: is not known in this version; did you mean 'check'?"),
        argumentSet(
            "nothing expected",
            at + ".positive { otherwise = warn }",
            at
                + ".positive: expected one of check, not-null, accepted, unique, references, rows,"
                + " fresh, change, found none"),
        argumentSet(
            "two kinds at once",
            at + ".positive { check = \"total > 0\", unique = [tenant] }",
            at
                + ".positive: expected one of check, not-null, accepted, unique, references, rows,"
                + " fresh, change, found check and unique"),
        argumentSet(
            "misspelt end",
            at + ".positive { check = \"total > 0\", otherwise = quarantin }",
            at
                + ".positive.otherwise: expected one of warn, quarantine, fail, found 'quarantin';"
                + " did you mean 'quarantine'?"),
        argumentSet(
            "single rows kept out by what is about all of them",
            at + ".one_each { unique = [tenant], otherwise = quarantine }",
            at
                + ".one_each: otherwise = quarantine keeps single rows out, and 'unique' does not"
                + " tell which; expected warn or fail"),
        argumentSet(
            "reference to a table of another cut",
            at + ".known.references { columns = [tenant], table = silver.tenants }",
            at
                + ".known.references: 'silver.tenants' is not in 'from'; add it, so that both are"
                + " read as of one cut"));
  }

  static Stream<Arguments> expectedTables() {
    String at = "firn.gold.revenue.expect";
    return Stream.of(
        argumentSet(
            "as many columns as not in the other table",
            at
                + ".known.references { columns = [tenant], table = silver.orders,"
                + " table-columns = [tenant, id] }",
            at + ".known.references: 1 columns refer to 2 of silver:orders"),
        argumentSet(
            "rows kept out of silver",
            "firn.silver.orders.expect.some { check = true, otherwise = quarantine }",
            "firn.silver.orders.expect.some.otherwise: quarantine keeps rows out of gold alone;"
                + " expected warn or fail"),
        argumentSet(
            "reference between silver tables",
            "firn.silver.orders.expect.known.references"
                + " { columns = [tenant], table = silver.orders }",
            "firn.silver.orders.expect.known.references: is asked in gold, where both tables are of"
                + " one cut: a row may reach silver before the one that it refers to"),
        argumentSet("no bound", at + ".some.rows = {}", at + ".some.rows: expected min or max"),
        argumentSet(
            "bounds the wrong way round",
            at + ".some.rows { min = 2, max = 1 }",
            at + ".some.rows: min is 2 and max is 1"),
        argumentSet(
            "age without a unit",
            at + ".fresh.fresh { column = day, at-most = 2 }",
            at + ".fresh.fresh.at-most: expected a duration with its unit, e.g. 2h, found 2"),
        argumentSet(
            "change that is no percentage",
            at + ".steady.change { at-most = half }",
            at + ".steady.change.at-most: expected a percentage, e.g. \"50%\", found 'half'"),
        argumentSet(
            "accepted without values",
            at + ".known.accepted { column = tenant }",
            at + ".known.accepted.values: is missing; expected values"),
        argumentSet(
            "name that is none",
            at + ".Positive.check = true",
            at
                + ".Positive: 'Positive' is not a legal name: expected a lower-case letter, then at"
                + " most 62 lower-case letters, digits or underscores"));
  }

  static Stream<Arguments> laterVersions() {
    return Stream.of(
        argumentSet(
            "schedule",
            "firn.schedule.cron = \"* * * * *\"",
            "firn.schedule: is not known in this version; known here: name, catalog, kafka, spark,"
                + " reports, bronze, silver, gold"),
        argumentSet(
            "serving",
            "firn.starrocks { host = x }",
            "firn.starrocks: is not known in this version; known here: name, catalog, kafka, spark,"
                + " reports, bronze, silver, gold"));
  }
}

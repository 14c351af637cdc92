package io.firn.run;

import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.KafkaSettings;
import io.firn.config.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of Spark, Iceberg and Kafka that nearly every run loads, by doing in small what
 * runs do. The launcher records them in a class archive, from which later runs start in about half
 * the CPU time. Nothing but speed depends on what is done here.
 */
public final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private Rehearsal() {}

  public static void main(String[] args) throws IOException {
    rehearse(Path.of(args[0]));
    System.exit(0);
  }

  /** Works below {@code folder}, which the caller deletes. */
  static void rehearse(Path folder) throws IOException {
    Files.createDirectories(folder);
    Pipeline pipeline =
        new Pipeline(
            "rehearsal",
            new CatalogSettings(
                "lake",
                CatalogType.JDBC,
                Optional.of("jdbc:sqlite:" + folder.resolve("catalog.db")),
                folder.resolve("warehouse").toString(),
                new TreeMap<>()),
            new KafkaSettings("127.0.0.1:9", Optional.empty(), new TreeMap<>()),
            new TreeMap<>(),
            folder,
            List.of(),
            List.of(),
            List.of());
    SparkSession spark = SparkSessions.start(pipeline);
    writeAndRead(spark);
    askAbsentBroker(spark);
    spark.stop();
  }

  private static void writeAndRead(SparkSession spark) {
    spark.sql("create namespace lake.bronze");
    spark.sql(
        "create table lake.bronze.events (id bigint, tenant string, body string, at timestamp)"
            + " partitioned by (days(at))");
    spark.sql(
        "insert into lake.bronze.events"
            + " select id, concat('t', id % 3), to_json(struct(id)), timestamp_seconds(id)"
            + " from range(100)");
    spark.sql(
        "create table lake.bronze.latest partitioned by (bucket(4, id)) as"
            + " select id, tenant, get_json_object(body, '$.id') as value from ("
            + " select *, row_number() over (partition by tenant, id order by at desc) as place"
            + " from lake.bronze.events) where place = 1");
    spark
        .sql(
            "select l.tenant, count(*), max(e.body) from lake.bronze.latest l"
                + " join lake.bronze.events e on l.id = e.id group by l.tenant order by l.tenant")
        .collectAsList();
    spark.sql("delete from lake.bronze.latest where id < 10");
    spark.sql("select * from lake.bronze.latest.snapshots").collectAsList();
  }

  private static void askAbsentBroker(SparkSession spark) {
    try {
      spark
          .read()
          .format("kafka")
          .option("kafka.bootstrap.servers", "127.0.0.1:9")
          .option("kafka.default.api.timeout.ms", "200")
          .option("kafka.request.timeout.ms", "100")
          .option("fetchOffset.numRetries", "1")
          .option("subscribe", "none")
          .load()
          .count();
    } catch (Exception expected) {
      LOG.debug("there is no broker at a rehearsal", expected);
    }
  }
}

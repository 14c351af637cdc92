package io.firn.run;

import io.firn.config.CatalogSettings;
import io.firn.config.Pipeline;
import io.firn.table.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Builds the Spark session of a run; the same under {@code firn run} and {@code spark-submit}. */
public final class SparkSessions {
  private static final List<String> REDACTION =
      List.of("spark.redaction.regex", "spark.sql.redaction.options.regex");

  private static final String SQL = "spark.sql.";
  private static final String SQL_CATALOG = "spark.sql.catalog.";

  private SparkSessions() {}

  /** Starts the session, or joins the one that runs in this process. */
  public static SparkSession start(Pipeline pipeline) {
    Tables.prepareLocalFiles(pipeline.catalog());
    SparkConf conf = new SparkConf();
    settings(pipeline).forEach(conf::setIfMissing);
    pipeline.revealedSpark().forEach(conf::set);
    catalog(pipeline.catalog()).forEach(conf::set);
    hideSecrets(conf, pipeline);
    SparkSession session = SparkSession.builder().config(conf).getOrCreate();
    if (!conf.contains(SmallWork.PARTITIONS_KEY)) {
      // Not among what the session was started with: that is what a person chose, and stays.
      session.conf().set(SmallWork.PARTITIONS_KEY, Integer.toString(SmallWork.PARTITIONS));
    }
    return session;
  }

  /**
   * A session beside all others for few rows and no tables: with the pipeline's own settings of
   * what SQL means, and none of those that say where it runs or what it may open.
   */
  static SparkSession startSmall(Pipeline pipeline) {
    SparkConf conf = new SparkConf();
    settings(pipeline).forEach(conf::set);
    conf.set("spark.master", "local[1]");
    SparkSession session = SparkSession.builder().config(conf).getOrCreate().newSession();
    settings(pipeline).forEach((key, value) -> setWhereItChanges(session, key, value));
    pipeline
        .spark()
        .forEach(
            (key, value) -> {
              if (key.startsWith(SQL) && !key.startsWith(SQL_CATALOG)) {
                setWhereItChanges(session, key, value.reveal());
              }
            });
    SmallWork.FEWEST.forEach((key, value) -> session.conf().set(key, value));
    // Dates and moments are java.time's on both sides of a comparison.
    session.conf().set("spark.sql.datetime.java8API.enabled", "true");
    return session;
  }

  /** Settings of the process are not the session's to change. */
  private static void setWhereItChanges(SparkSession session, String key, String value) {
    if (key.startsWith(SQL) && session.conf().isModifiable(key)) {
      session.conf().set(key, value);
    }
  }

  /** What else is to be hidden, by the pipeline's or the cluster's own settings, stays hidden. */
  private static void hideSecrets(SparkConf conf, Pipeline pipeline) {
    String names = Redaction.names(pipeline);
    for (String regex : REDACTION) {
      conf.set(regex, conf.contains(regex) ? "(" + conf.get(regex) + ")|" + names : names);
    }
  }

  private static Map<String, String> settings(Pipeline pipeline) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.app.name", "firn-" + pipeline.name());
    settings.put("spark.master", "local[*]");
    settings.put("spark.ui.enabled", "false");
    // Rows are compared and partitioned by instants; a session zone other than UTC would make the
    // same SQL give other days on another machine.
    settings.put("spark.sql.session.timeZone", "UTC");
    // Without "kafka" in this list Spark reads Kafka through its V2 source, which hands out its
    // internal rows directly instead of turning each into a Row and back.
    settings.put("spark.sql.sources.useV1SourceList", "avro,csv,json,orc,parquet,text");
    settings.put("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false");
    // A run over many tables goes through more classes than Spark's 100, and would compile the
    // first ones again by the time that it comes to the next table's last.
    settings.put("spark.sql.codegen.cache.maxEntries", "1000");
    settings.put("spark.sql.ansi.enabled", "true");
    settings.put("spark.speculation", "false");
    // What is kept is read once or twice within the minute: compressing it costs more than that.
    settings.put("spark.sql.inMemoryColumnarStorage.compressed", "false");
    settings.put("spark.locality.wait", "0");
    settings.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    return settings;
  }

  private static Map<String, String> catalog(CatalogSettings catalog) {
    String prefix = "spark.sql.catalog." + catalog.name();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    // Firn commits through Iceberg's API; a cached table would hide those commits from Spark.
    settings.put(prefix + ".cache-enabled", "false");
    catalog.icebergProperties().forEach((key, value) -> settings.put(prefix + "." + key, value));
    return settings;
  }
}

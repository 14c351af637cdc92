package io.firn.bench;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.IcebergBuild;
import org.apache.kafka.common.utils.AppInfoParser;

/** What every benchmark says about the machine and the versions it ran on. */
public final class Conditions {
  private Conditions() {}

  /** A map to add to, in the order of telling. */
  public static Map<String, Object> common(BenchSettings settings) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put("cores", Runtime.getRuntime().availableProcessors());
    conditions.put(
        "load_before",
        Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() * 10)
            / 10.0);
    conditions.put("heap_max_mb", Runtime.getRuntime().maxMemory() >> 20);
    conditions.put("java", Runtime.version().toString());
    conditions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    conditions.put("iceberg", IcebergBuild.version());
    conditions.put("kafka_client", AppInfoParser.getVersion());
    conditions.put("warm_up_rounds", 1);
    conditions.put("rounds", settings.rounds());
    return conditions;
  }
}

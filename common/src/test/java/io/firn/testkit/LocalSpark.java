package io.firn.testkit;

import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.KafkaSettings;
import io.firn.config.Pipeline;
import io.firn.config.Setting;
import io.firn.run.SparkSessions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Spark session for all tests of a JVM, with the settings that the product gives its own: two
 * threads, the session zone UTC while the JVM's zone is another.
 *
 * <p>{@code @ExtendWith(LocalSpark.class)} injects it. jqwik's properties, which know no Jupiter
 * extensions, call {@link #session()}. It ends with the JVM: a property may run after the last
 * Jupiter test.
 */
public final class LocalSpark implements ParameterResolver {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(LocalSpark.class);
  private static SparkSession session;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .getOrComputeIfAbsent(SparkSession.class, type -> session(), SparkSession.class);
  }

  /** The session, started at the first call. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session = SparkSessions.start(settings());
      // As SmallWork has it in a run: tests have few rows.
      session.conf().set("spark.sql.codegen.wholeStage", "false");
      session.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
      session.conf().set("spark.sql.adaptive.enabled", "false");
    }
    return session;
  }

  /** No table is ever in this catalog: each {@link TestLake} adds its own to the session. */
  private static Pipeline settings() {
    Path nowhere = Path.of("target", "spark").toAbsolutePath();
    TreeMap<String, Setting> spark = new TreeMap<>();
    spark.put("spark.master", new Setting.Plain("local[2]"));
    spark.put("spark.sql.shuffle.partitions", new Setting.Plain("2"));
    spark.put(
        "spark.sql.warehouse.dir", new Setting.Plain(nowhere.resolve("warehouse").toString()));
    spark.put("spark.local.dir", new Setting.Plain(nowhere.resolve("local").toString()));
    return new Pipeline(
        "tests",
        new CatalogSettings(
            "unused", CatalogType.HADOOP, Optional.empty(), nowhere.toString(), new TreeMap<>()),
        new KafkaSettings("127.0.0.1:9", Optional.empty(), new TreeMap<>()),
        spark,
        nowhere,
        List.of(),
        List.of(),
        List.of());
  }
}

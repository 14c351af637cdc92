package io.firn.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.bronze.BronzeJob;
import io.firn.config.Pipeline;
import io.firn.gold.GoldJob;
import io.firn.model.RunKey;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.PipelineFiles;
import io.firn.run.PipelineRun;
import io.firn.run.RunListener;
import io.firn.run.Selection;
import io.firn.sandbox.KafkaBroker;
import io.firn.sandbox.junit.Parts;
import io.firn.silver.SilverJob;
import io.firn.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application jars under {@code spark-submit} of a plain Spark distribution do what {@code firn
 * run} does: same rows, same run key, same kind of report.
 */
@ExtendWith(Parts.class)
class SubmitIT {
  /** Differ between any two runs. */
  private static final Set<String> OF_THE_RUN = Set.of("landed_at");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;

  @Test
  void submittedUnitsWriteTheSameRowsAsTheLocalRunner(KafkaBroker kafka) throws Exception {
    // Given
    new OrderEvents("acme-" + System.nanoTime()).produce(kafka.bootstrapServers(), 500);
    Path local = pipeline("local", kafka);
    Path submitted = pipeline("submitted", kafka);

    // When
    int localExit = runLocally(local);
    List<JsonNode> reports = new ArrayList<>();
    for (String layer : List.of("bronze", "silver", "gold")) {
      Path report = dir.resolve(layer + ".json");
      int exit = new SparkSubmit(dir).run(layer, submitted, "nightly-1", report);
      assertThat(exit).as("exit of spark-submit for %s", layer).isZero();
      reports.add(JSON.readTree(report.toFile()));
    }

    // Then
    assertThat(localExit).isZero();
    assertThat(reports)
        .allSatisfy(
            report -> {
              assertThat(report.path("runKey").textValue()).isEqualTo("nightly-1");
              assertThat(report.path("status").textValue()).isEqualTo("committed");
            });
    Pipeline left = PipelineFiles.read(local, System::getenv);
    Pipeline right = PipelineFiles.read(submitted, System::getenv);
    for (UnitName unit : left.units()) {
      assertThat(rows(right, unit.tableName()))
          .as(unit.toString())
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(rows(left, unit.tableName()));
    }

    // And a retry under the same key finds everything done
    Path again = dir.resolve("again.json");
    assertThat(new SparkSubmit(dir).run("silver", submitted, "nightly-1", again)).isZero();
    assertThat(JSON.readTree(again.toFile()).path("status").textValue()).isEqualTo("no-op");
  }

  private static int runLocally(Path file) {
    Pipeline pipeline = PipelineFiles.read(file, System::getenv);
    try (PipelineRun run =
        new PipelineRun(
            pipeline,
            List.of(new BronzeJob(), new SilverJob(), new GoldJob()),
            Clock.systemUTC(),
            RunListener.SILENT)) {
      return run.run(Selection.of(pipeline, List.of()), new RunKey("nightly-1")).exitCode();
    }
  }

  @Test
  void anApplicationJarBringsNothingThatSparkShips() throws IOException {
    for (String layer : List.of("bronze", "silver", "gold")) {
      try (JarFile jar = new JarFile(SparkSubmit.applicationJar(layer).toFile())) {
        List<String> shipped =
            jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .filter(
                    name ->
                        Stream.of(
                                "com/fasterxml/jackson/",
                                "org/apache/hadoop/",
                                "org/slf4j/",
                                "org/apache/spark/SparkContext",
                                "org/apache/spark/sql/classic/",
                                "scala/")
                            .anyMatch(name::startsWith))
                .toList();
        assertThat(shipped).as(layer).isEmpty();
      }
    }
    try (Stream<Path> jars = Files.list(SparkSubmit.home().resolve("jars"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .noneMatch(name -> name.startsWith("iceberg") || name.startsWith("kafka-clients"));
    }
  }

  private Path pipeline(String name, KafkaBroker kafka) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(name));
    Files.writeString(
        folder.resolve("totals.sql"),
        "SELECT tenant, status, count(*) AS orders, sum(total) AS revenue\n"
            + "FROM silver.orders GROUP BY tenant, status\n");
    return Files.writeString(
        folder.resolve("firn.conf"),
        """
        firn {
          name = submit
          catalog {
            name = lake_%1$s, type = jdbc
            uri = "jdbc:sqlite:warehouse/catalog.db", warehouse = "warehouse"
          }
          kafka { bootstrap-servers = "%2$s" }
          bronze.orders {
            topics = "(?<tenant>acme-[0-9]+)\\\\.shop\\\\.orders", connector = postgresql, format = json
          }
          silver.orders {
            from = bronze.orders, key = [tenant, id]
            columns { total { type = "decimal(12,2)" } }
          }
          gold.totals { from = [silver.orders], grain = [tenant, status], sql = "totals.sql" }
        }
        """
            .formatted(name, kafka.bootstrapServers()));
  }

  private static List<String> rows(Pipeline pipeline, TableName name) throws IOException {
    Table table = Tables.load(Tables.open(pipeline.catalog()), name).orElseThrow();
    List<String> columns =
        table.schema().columns().stream()
            .map(Types.NestedField::name)
            .filter(column -> !OF_THE_RUN.contains(column))
            .toList();
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
      for (Record record : records) {
        rows.add(
            columns.stream()
                .map(column -> column + "=" + record.getField(column))
                .toList()
                .toString());
      }
    }
    return rows;
  }
}

package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.cli.Cli;
import io.firn.cli.Surroundings;
import io.firn.cli.console.Terminal;
import io.firn.config.GoldTable;
import io.firn.config.ParsedPipeline;
import io.firn.config.Pipeline;
import io.firn.config.PipelineParser;
import io.firn.model.UnitName;
import io.firn.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One demo from its command line to Ctrl-C, and its tables while the parts are up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ByteArrayOutputStream story = new ByteArrayOutputStream();
  private final List<Long> childrenBefore = children();
  private CompletableFuture<Integer> demo;
  private JsonNode result;

  @TempDir static Path folder;

  @BeforeAll
  void begin() throws IOException {
    PipedInputStream printed = new PipedInputStream();
    PipedOutputStream out = new PipedOutputStream(printed);
    demo =
        CompletableFuture.supplyAsync(
            () -> {
              int code = firn(out, "demo", "--dir", dir(), "--keep", "--output", "json");
              close(out);
              return code;
            });
    // Returns at the object's last brace, while the demo waits for Ctrl-C.
    result = new ObjectMapper().readTree(printed);
    assertThat(result.isObject()).as(told()).isTrue();
  }

  @Test
  void both_runs_commit_every_unit_and_every_silver_table_equals_its_source() {
    assertThat(result.path("exitCode").asInt()).as(told()).isZero();
    assertThat(result.path("demo").asText()).isEqualTo("retail");
    assertThat(result.path("runs")).hasSize(2);
    assertThat(result.findValuesAsText("status")).hasSize(2 + 2 * 14).containsOnly("committed");
    assertThat(result.path("comparisons"))
        .hasSize(10)
        .allMatch(table -> table.path("equal").asBoolean() && table.path("rows").asLong() > 100);
    assertThat(result.path("seconds").asDouble()).isPositive();
  }

  @Test
  void the_second_run_reads_what_changed_and_adds_the_new_column() {
    JsonNode products = unit(1, "bronze:products");
    JsonNode silver = unit(1, "silver:products");

    assertThat(products.at("/counts/written").asLong()).isEqualTo(2 * 200);
    assertThat(silver.at("/counts/written").asLong()).as("one row in each shop").isEqualTo(2);
    assertThat(unit(1, "silver:customers").path("schemaChanges").toString())
        .contains("add column loyalty_tier string");
    assertThat(told())
        .contains("gold.daily_revenue, 120 rows; the top by revenue:")
        .contains("silver.customers has a new column, loyalty_tier")
        .containsPattern("customer_value +640 +42 +31 +2");
  }

  @Test
  void the_commands_told_at_the_end_work() {
    assertThat(told()).contains("./firn plan -p " + pipelineFile());
    ByteArrayOutputStream plan = new ByteArrayOutputStream();
    assertThat(firn(plan, "plan", "-p", pipelineFile(), "--output", "json")).as(told()).isZero();
    assertThat(plan.toString(StandardCharsets.UTF_8))
        .contains("no new records in 2 topics")
        .doesNotContain("\"ready\" : true");
    assertThat(firn(new ByteArrayOutputStream(), "status", "-p", pipelineFile())).isZero();
  }

  @Test
  void every_gold_table_equals_its_query_run_by_postgresql() throws Exception {
    Pipeline pipeline = pipeline();
    for (TenantSource source : sources()) {
      source.execute(silverViews(source));
      try (Lake lake = Lake.open(pipeline)) {
        for (GoldTable gold : pipeline.gold()) {
          TenantSource.Rows expected = source.query(gold.sql());
          List<Map<String, Object>> found =
              SourceComparison.ofTenant(lake.rows(gold.unit()), source.tenant(), expected.types());

          assertThat(found).as(gold.name()).isNotEmpty();
          assertThat(RowDifferences.between(gold.grain(), expected.rows(), found).sentences())
              .as(gold.name() + " of " + source.tenant())
              .isEmpty();
        }
      }
    }
  }

  /** The names that gold's queries read, over the tables of one tenant. */
  private static String silverViews(TenantSource source) throws SQLException {
    StringBuilder views = new StringBuilder("CREATE SCHEMA silver;");
    for (TenantSource.SourceTable table : source.tables()) {
      views.append(
          "CREATE VIEW silver.%s AS SELECT '%s'::text AS tenant, * FROM %s;"
              .formatted(table.name(), source.tenant(), table.quoted()));
    }
    return views.toString();
  }

  @Test
  void a_silver_table_that_lost_rows_is_found_out() throws Exception {
    Pipeline pipeline = pipeline();
    Table customers = customers(pipeline);
    long whole = customers.currentSnapshot().snapshotId();
    customers.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    try {
      List<TableComparison> comparisons = new SourceComparison(pipeline).compare(sources());

      assertThat(comparisons)
          .filteredOn(table -> !table.equal())
          .hasSize(2)
          .allSatisfy(
              table -> {
                assertThat(table.table()).isEqualTo("customers");
                assertThat(table.differences().missing()).hasSize(320);
                assertThat(table.differences().sentences()).contains("id=9042 is missing");
              });
      assertThat(demoResult(comparisons).exitCode()).isEqualTo(1);
    } finally {
      customers.manageSnapshots().rollbackTo(whole).commit();
    }
  }

  @AfterAll
  void end() throws Exception {
    if (!demo.isDone()) {
      long self = ProcessHandle.current().pid();
      new ProcessBuilder("kill", "-TERM", Long.toString(self)).start().waitFor();
    }
    assertThat(demo.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(told()).isZero();
    assertThat(children()).as("no part is left behind").isSubsetOf(childrenBefore);
  }

  private static List<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
  }

  private JsonNode unit(int run, String name) {
    for (JsonNode unit : result.path("runs").path(run).path("units")) {
      if (unit.path("unit").asText().equals(name)) {
        return unit;
      }
    }
    throw new AssertionError("no unit " + name + " in run " + run);
  }

  private List<TenantSource> sources() {
    String server = result.at("/addresses/postgres").asText();
    URI address = URI.create(server.substring("jdbc:".length()));
    String prefix = "jdbc:postgresql://" + address.getAuthority() + "/";
    return List.of("acme", "globex").stream()
        .<TenantSource>map(
            tenant -> new PostgresSource(tenant, prefix + tenant, "postgres", "postgres"))
        .toList();
  }

  private static Table customers(Pipeline pipeline) {
    return Tables.load(
            Tables.open(pipeline.catalog()), UnitName.parse("silver:customers").tableName())
        .orElseThrow();
  }

  private Pipeline pipeline() {
    ParsedPipeline parsed = PipelineParser.parse(Path.of(pipelineFile()), name -> null);
    return ((ParsedPipeline.Valid) parsed).pipeline();
  }

  private static DemoResult demoResult(List<TableComparison> comparisons) {
    return new DemoResult(
        "retail", Path.of("firn.conf"), List.of(), comparisons, Map.of(), Duration.ZERO);
  }

  private int firn(OutputStream out, String... arguments) {
    return Cli.execute(
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(story, true, StandardCharsets.UTF_8),
            name -> null,
            Terminal.NONE,
            Clock.systemUTC(),
            HOME),
        arguments);
  }

  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException broken) {
      throw new AssertionError("cannot close a pipe", broken);
    }
  }

  private static String dir() {
    return folder.resolve("demo").toString();
  }

  private String pipelineFile() {
    return result.path("pipeline").asText();
  }

  private String told() {
    return story.toString(StandardCharsets.UTF_8);
  }
}

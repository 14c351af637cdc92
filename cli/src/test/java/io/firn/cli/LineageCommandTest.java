package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.model.TableName;
import io.firn.run.PipelineFiles;
import io.firn.table.TableSpec;
import io.firn.table.Tables;
import io.firn.testkit.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a gold column to the fields of the source, without a warehouse where columns are declared.
 */
class LineageCommandTest {
  @TempDir Path folder;
  private ProjectFolder project;

  /** Each call joins it, instead of starting one of its own. */
  @BeforeAll
  static void startSpark() {
    LocalSpark.session();
  }

  @BeforeEach
  void initialise() {
    project = ProjectFolder.initialised(folder);
  }

  @Test
  void aColumnLeadsToItsFieldAndNoTableIsNeeded() {
    FirnCall call = lineage("gold:daily_revenue.revenue");

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .isEqualTo(
            """
            gold:daily_revenue.revenue
              silver:orders.total  aggregation
                bronze:orders.after.total  identity
            gold:daily_revenue, which rows there are
              silver:orders.created_at  group by
                bronze:orders.after.created_at  identity
              silver:orders.tenant  group by
                bronze:orders.topic  identity
            """);
    assertThat(folder.resolve("warehouse")).doesNotExist();
  }

  @Test
  void aTransformIsSeenThroughToThePathOfTheSource() throws IOException {
    Files.writeString(
        folder.resolve("sql/orders.sql"),
        "select *, total * 2 as twice from input where created_at is not null");
    project.replaceInPipeline(
        "key  = [tenant, id]", "key = [tenant, id], transform = \"sql/orders.sql\"");
    project.replaceInPipeline(
        "{ type = \"decimal(12,2)\",", "{ path = \"sum.all\", type = \"decimal(12,2)\",");

    FirnCall call = lineage("silver:orders.twice");

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .contains("silver:orders.twice\n  bronze:orders.after.sum.all  transformation\n")
        .contains("which rows there are\n  bronze:orders.after.created_at  filter\n");
  }

  @Test
  void jsonHasEachUnitOnTheWayInTheWordsOfOpenLineage() {
    JsonNode json = lineage("--output", "json").json();

    assertThat(json.at("/units/0/unit").textValue()).isEqualTo("silver:orders");
    assertThat(json.at("/units/1/unit").textValue()).isEqualTo("gold:daily_revenue");
    assertThat(json.at("/units/1/columns/3/inputs/0/uses/0").toString())
        .isEqualTo("{\"type\":\"DIRECT\",\"subtype\":\"AGGREGATION\"}");
  }

  @Test
  void columnsThatNobodyKnowsYetAreNoGuess() {
    project.replaceInPipeline("id         = long", "");
    FirnCall unknown = lineage("gold:daily_revenue");
    FirnCall column = lineage("gold:daily_revenue.revenu");
    FirnCall bronze = lineage("bronze:orders");

    assertThat(unknown.exitCode()).isEqualTo(20);
    assertThat(unknown.err()).contains("Nobody knows the columns of silver:orders yet");
    assertThat(column.exitCode()).isEqualTo(20);
    assertThat(bronze.exitCode()).isEqualTo(20);
    assertThat(bronze.err()).contains("Bronze has the source's rows as they came");
  }

  @Test
  void whatTheQueryReadsBeyondTheDeclaredIsFoundInTheWarehouse() throws IOException {
    Files.writeString(
        folder.resolve("sql/daily_revenue.sql"),
        "select tenant, cast(created_at as date) as day, sum(total) as revenue"
            + " from silver.orders where status = 'paid' group by 1, 2");
    FirnCall before = lineage("gold:daily_revenue.revenue");
    create(
        Types.NestedField.optional(1, "tenant", Types.StringType.get()),
        Types.NestedField.optional(2, "total", Types.DecimalType.of(12, 2)),
        Types.NestedField.optional(3, "created_at", Types.TimestampType.withoutZone()),
        Types.NestedField.optional(4, "status", Types.StringType.get(), "source field orderStatus"),
        Types.NestedField.optional(5, "__position", Types.StringType.get()));
    FirnCall after = lineage("gold:daily_revenue.revenue");

    assertThat(before.exitCode()).isEqualTo(20);
    assertThat(before.err()).contains("UNRESOLVED_COLUMN", "`status`");
    assertThat(after.exitCode()).as(after.err()).isZero();
    assertThat(after.out())
        .contains(
            "  silver:orders.status  filter\n    bronze:orders.after.orderStatus  identity\n");
  }

  @Test
  void theManifestHasItWhenItIsAskedForAndRunsAsBefore() {
    Path manifest = folder.resolve("shop.json");
    FirnCall compiled =
        FirnCall.of("compile", "-p", project.pipeline(), "-o", manifest.toString(), "--lineage");
    FirnCall current =
        FirnCall.of(
            "compile", "-p", project.pipeline(), "-o", manifest.toString(), "--lineage", "--check");
    FirnCall without =
        FirnCall.of("compile", "-p", project.pipeline(), "-o", manifest.toString(), "--check");
    FirnCall read = FirnCall.of("validate", "-p", manifest.toString());

    assertThat(compiled.exitCode()).as(compiled.err()).isZero();
    assertThat(project.read("shop.json"))
        .contains("\"lineage\": [")
        .contains("\"column\": \"after.total\"");
    assertThat(current.exitCode()).as(current.err()).isZero();
    assertThat(without.exitCode()).isEqualTo(20);
    assertThat(read.exitCode()).as(read.err()).isZero();
  }

  private void create(Types.NestedField... columns) {
    Tables.loadOrCreate(
        Tables.open(PipelineFiles.read(Path.of(project.pipeline()), name -> null).catalog()),
        new TableSpec(
            new TableName("silver", "orders"),
            new Schema(columns),
            PartitionSpec.unpartitioned(),
            Map.of()));
  }

  @Test
  void aColumnThatIsNotThereIsToldWithTheNearest() {
    FirnCall call = lineage("gold:daily_revenue.revenu");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("has no column 'revenu'; did you mean 'revenue'?");
  }

  private FirnCall lineage(String... more) {
    List<String> arguments = new ArrayList<>(List.of("lineage", "-p", project.pipeline()));
    arguments.addAll(List.of(more));
    return FirnCall.of(arguments.toArray(String[]::new));
  }
}

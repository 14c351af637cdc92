package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.testkit.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

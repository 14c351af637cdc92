package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All problems at once, each with its file and line. */
class ProblemPlaceTest {
  private static final int FIRST_ADDED_LINE = PipelineFile.LINES_OF_COMPLETE + 1;

  @TempDir Path folder;

  @Test
  void problems_in_several_sections_are_reported_together_by_line() {
    // Given
    PipelineFile file =
        new PipelineFile(
            folder,
            """
            firn {
              name = shop
              catalog {
                type = jdbcc
                warehouse = warehouse
              }
              kafka { bootstrap-servers = "localhost:9092" }
              bronze.orders {
                topcis = orders
                connector = postgresql
              }
              gold.revenue {
                from = [
                  silver.orders
                ]
                grain = [tenant]
                sql = "none.sql"
              }
            }
            """,
            Map.of());

    // When, Then
    String at = file.file().toString();
    assertThat(file.problems())
        .extracting(Problem::toString)
        .containsExactly(
            at
                + ":4: firn.catalog.type: expected one of rest, jdbc, glue, hive, hadoop, found"
                + " 'jdbcc'; did you mean 'jdbc'?",
            at + ":8: firn.bronze.orders.topics: is missing; expected a regular expression",
            at
                + ":9: firn.bronze.orders.topcis: is not known in this version; did you mean"
                + " 'topics'?",
            at + ":13: firn.gold.revenue.from: there is no table 'silver.orders' in this pipeline",
            at + ":17: firn.gold.revenue.sql: there is no file " + folder.resolve("none.sql"));
  }

  @Test
  void a_problem_in_an_included_file_names_that_file() {
    PipelineFile file =
        PipelineFile.complete(folder)
            .with("include \"shared/silver.conf\"")
            .with("firn.colour = blue")
            .beside("shared/silver.conf", "\nfirn.silver.orders.bukets = 8\n");

    assertThat(file.problems())
        .extracting(Problem::file, Problem::line, Problem::key)
        .containsExactly(
            tuple(file.file().toString(), FIRST_ADDED_LINE + 1, "firn.colour"),
            tuple(folder.resolve("shared/silver.conf").toString(), 2, "firn.silver.orders.bukets"));
  }

  @Test
  void a_section_written_in_two_files_is_placed_in_the_pipeline_file() {
    PipelineFile file =
        new PipelineFile(
                folder,
                "include \"more.conf\"\nfirn.name = shop\nfirn {\n  kafka {}\n}\n",
                Map.of())
            .beside("more.conf", "\n\n\nfirn.kafka.options.a = b");

    assertThat(file.problems())
        .filteredOn(problem -> problem.key().equals("firn.kafka.bootstrap-servers"))
        .extracting(Problem::file, Problem::line)
        .containsExactly(tuple(folder.resolve("more.conf").toString(), 4));
  }

  @Test
  void a_value_from_the_environment_is_placed_where_it_is_used() {
    PipelineFile file =
        PipelineFile.complete(folder)
            .without("    type = jdbc\n")
            .with("# comment\nfirn.catalog.type = ${?CATALOG_TYPE}")
            .where(Map.of("CATALOG_TYPE", "cellar"));

    assertThat(file.problems())
        .containsExactly(
            new Problem(
                file.file().toString(),
                FIRST_ADDED_LINE,
                "firn.catalog.type",
                "expected one of rest, jdbc, glue, hive, hadoop, and the environment variable"
                    + " CATALOG_TYPE is not that"));
  }

  @Test
  void files_are_named_as_the_user_names_them() {
    Path here = Path.of("").toAbsolutePath();
    PipelineFile.complete(folder).with("include \"more.conf\"").parse();
    PipelineFile.complete(folder).beside("more.conf", "firn.colour = blue");
    Path relative = here.relativize(folder.toAbsolutePath()).resolve("firn.conf");

    ParsedPipeline parsed = PipelineParser.parse(relative, name -> null);

    assertThat(((ParsedPipeline.Invalid) parsed).problems())
        .extracting(Problem::file)
        .containsExactly(relative.resolveSibling("more.conf").toString());
  }

  @Test
  void a_missing_file_is_a_problem() {
    Path missing = folder.resolve("none.conf");

    assertThat(PipelineParser.parse(missing, name -> null))
        .isEqualTo(
            new ParsedPipeline.Invalid(
                List.of(new Problem(missing.toString(), 0, "firn", "there is no such file"))));
  }

  @Test
  void a_pipeline_without_any_table_is_refused() {
    String noTables = PipelineFile.COMPLETE.replaceAll("(?s)  bronze\\.orders.*", "bronze {}\n}\n");
    PipelineFile file = new PipelineFile(folder, noTables, Map.of());

    assertThat(file.messages())
        .containsExactly("firn.bronze: is empty; expected at least one table");
  }

  @Test
  void an_empty_file_lacks_firn() {
    PipelineFile file = new PipelineFile(folder, "", Map.of());

    assertThat(file.messages()).containsExactly("firn: is missing; expected firn { … }");
  }

  @Test
  void a_circle_of_substitutions_is_named() {
    PipelineFile file =
        new PipelineFile(folder, "firn {\n a = ${firn.b}\n b = ${firn.a}\n}", Map.of());

    assertThat(file.messages())
        .singleElement()
        .asString()
        .startsWith("firn: cannot be substituted: ")
        .contains("was part of a cycle of substitutions involving ", "${firn.a}", "${firn.b}");
  }

  @ParameterizedTest
  @MethodSource
  void a_syntax_error_has_its_line(String text, int line, String message) {
    PipelineFile file = new PipelineFile(folder, text, Map.of());

    assertThat(file.problems())
        .containsExactly(new Problem(file.file().toString(), line, "firn", message));
  }

  static Stream<Arguments> a_syntax_error_has_its_line() {
    return Stream.of(
        argumentSet(
            "value missing",
            "firn {\n name = a\n kafka = : 3\n}",
            3,
            "is not HOCON: Expecting a value but got wrong token: ':'"),
        argumentSet(
            "brace missing",
            "firn {\n name = a\n",
            3,
            "is not HOCON: expecting a close parentheses ')' here, not: end of file"),
        argumentSet(
            "include that is required and not there",
            "\ninclude required(file(\"none.conf\"))",
            0,
            "cannot be read, or includes a required file that cannot be read"));
  }
}

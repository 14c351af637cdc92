package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.testkit.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of a user's queries pass, fail and are refused as they should, without table or broker. */
class TestCommandTest {
  private static final String ROWS =
      """
        given:
          silver.orders:
            - { tenant: acme, id: 1, total: 10.00, created_at: 2026-01-05 08:00:00 }
            - { tenant: acme, id: 2, total: 2.50, created_at: 2026-01-05 23:59:59 }
            - { tenant: beta, id: 3, total: 1.00, created_at: 2026-01-06 00:00:00 }
      """;

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
  void theTestsOfANewProjectPassAndNoTableIsMade() {
    FirnCall call = test();

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out())
        .contains("passed  an order without a total counts, and adds nothing (", "2 passed")
        .contains("daily_revenue.yaml:4, ");
    assertThat(folder.resolve("warehouse")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"retail", "helpdesk"})
  void theExamplesTestsPass(String example) {
    FirnCall call =
        FirnCall.of("test", "-p", Path.of("..", "examples", example, "firn.conf").toString());

    assertThat(call.exitCode()).as(call.out() + call.err()).isZero();
  }

  @Test
  void otherRowsAreToldSideBySide() {
    write(
        """
        - name: sums
          unit: gold:daily_revenue
        %s  expect:
            - { tenant: acme, day: 2026-01-05, orders: 2, revenue: 12.51 }
            - { tenant: acme, day: 2026-01-07, orders: 1, revenue: 7 }
        """
            .formatted(ROWS));

    FirnCall call = test();
    JsonNode json = test("--output", "json").json();

    assertThat(call.exitCode()).isEqualTo(30);
    assertThat(call.out())
        .contains("failed  sums (")
        .contains("1 missing: expected, and not there")
        .contains("tenant = acme, day = 2026-01-07, orders = 1, revenue = 7")
        .contains("1 unexpected: there, and not expected")
        .contains("tenant = beta, day = 2026-01-06, orders = 1, revenue = 1")
        .containsPattern("tenant = acme, day = 2026-01-05 +revenue +12.51 +12.5\n")
        .contains("1 of 1 failed");
    assertThat(json.at("/failed").intValue()).isEqualTo(1);
    assertThat(json.at("/tests/0/difference/changed/0/cells/0/found").textValue())
        .isEqualTo("12.5");
  }

  @Test
  void junitHasSuitesFailuresAndErrors() throws IOException {
    write(
        """
        - name: fails & <tells>
          unit: gold:daily_revenue
        %s  expect: []
        - name: passes
          unit: gold:daily_revenue
          given: { silver.orders: [] }
          expect: []
        - name: is refused
          unit: gold:daily_revenue
          given: { silver.orders: [] }
          expect: [ { dey: 2026-01-05 } ]
        """
            .formatted(ROWS));
    Path file = folder.resolve("out/firn.xml");

    FirnCall call = test("--junit", file.toString());

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(Files.readString(file))
        .contains("<testsuite name=\"gold:daily_revenue\" tests=\"3\" failures=\"1\" errors=\"1\"")
        .contains("name=\"fails &amp; &lt;tells&gt;\"")
        .contains("<failure message=\"other rows than expected")
        .contains(
            "<error message=\"A test expects a column that gold:daily_revenue does not make\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unit: gold:daily_revenu   | 2: test: the pipeline has no unit 'gold:daily_revenu'; did you mean 'gold:daily_revenue'?
          unitt: gold:daily_revenue | 2: test: unknown key 'unitt'; did you mean 'unit'?
          unit: [                   | yaml:
          """)
  void aBrokenFileIsToldWithItsLine(String line, String told) {
    write("- name: x\n  " + line + "\n  given: { silver.orders: [] }\n  expect: []\n");

    FirnCall call = test();

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("daily_revenue.yaml:").contains(told.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [ { tenant: a, totl: 5 } ]        | 4 | 'totl'; did you mean 'total'?
          [ { tenant: a, total: 5.001 } ]   | 4 | '5.001' is no DECIMAL(12,2)
          [ { id: true } ]                  | 4 | 'true' is no BIGINT
          [ { created_at: 2026-02-30 } ]    | 4 | '2026-02-30' is no TIMESTAMP_NTZ
          """)
  void whatDoesNotFitItsColumnIsRefused(String rows, int line, String told) {
    write(
        "- unit: gold:daily_revenue\n  given:\n    silver.orders:\n      "
            + rows
            + "\n  expect: []\n");

    FirnCall call = test();

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.out()).contains("daily_revenue.yaml:" + line).contains(told);
  }

  @Test
  void aTableThatIsNotGivenIsNotTakenForEmpty() {
    write("unit: gold:daily_revenue\ngiven: {}\nexpect: []\n");

    FirnCall call = test();

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.out())
        .contains("A test of gold:daily_revenue leaves out what its query reads")
        .contains("nothing of [silver.orders]");
  }

  @Test
  void aQueryThatDoesNotFitIsToldOnceForEachTestAndTheOthersGoOn() {
    replace("sql/daily_revenue.sql", "SUM(total)", "SUM(totl)");

    FirnCall call = test();

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.out()).contains("UNRESOLVED_COLUMN", "2 of 2 failed");
  }

  @Test
  void aQueryThatStopsOnItsRowsFails() {
    replace("sql/daily_revenue.sql", "SUM(total)", "SUM(total / (id - 2))");

    FirnCall call = test();

    assertThat(call.exitCode()).isEqualTo(30);
    assertThat(call.out()).contains("stopped on the rows of a test", "DIVIDE_BY_ZERO");
  }

  @Test
  void aKeyThatComesTwiceFailsWhateverIsCompared() {
    replace(
        "sql/daily_revenue.sql",
        "GROUP BY tenant, CAST(created_at AS DATE)",
        "GROUP BY id, tenant, CAST(created_at AS DATE)");
    write(
        "unit: gold:daily_revenue\n"
            + ROWS.indent(-2)
            + "expect: [ { orders: 1 }, { orders: 1 }, { orders: 1 } ]\n");

    FirnCall call = test();

    assertThat(call.exitCode()).isEqualTo(30);
    assertThat(call.out())
        .contains("1 there more than once, by the table's own key")
        .contains("tenant = acme, day = 2026-01-05");
  }

  @Test
  void orderMattersWhenTheTestSaysSo() {
    replace(
        "sql/daily_revenue.sql",
        "GROUP BY tenant, CAST(created_at AS DATE)",
        "GROUP BY tenant, CAST(created_at AS DATE) ORDER BY tenant DESC");
    String rows = "unit: gold:daily_revenue\nordered: true\n" + ROWS.indent(-2);
    write(rows + "expect: [ { tenant: beta }, { tenant: acme } ]\n");
    FirnCall right = test();
    write(rows + "expect: [ { tenant: acme }, { tenant: beta } ]\n");
    FirnCall wrong = test();

    assertThat(right.exitCode()).as(right.out()).isZero();
    assertThat(wrong.exitCode()).isEqualTo(30);
    assertThat(wrong.out())
        .contains("other order: row 1 should be {tenant=acme} and is {tenant=beta}");
  }

  @Test
  void aTransformIsTestedFromItsOwnRows() throws IOException {
    Files.createDirectories(folder.resolve("sql"));
    Files.writeString(
        folder.resolve("sql/orders.sql"),
        "select *, total * 2 as twice from input where total > 0");
    project.replaceInPipeline(
        "key  = [tenant, id]", "key = [tenant, id], transform = \"sql/orders.sql\"");
    write(
        """
        unit: silver:orders
        given:
          input:
            - { tenant: acme, id: 1, total: 10 }
            - { tenant: acme, id: 2, total: 0 }
            - { tenant: acme, id: 3 }
        expect:
          - { id: 1, twice: 20 }
        """);

    FirnCall call = test("silver");

    assertThat(call.exitCode()).as(call.out() + call.err()).isZero();
  }

  @Test
  void withoutATestNothingHasPassed() {
    FirnCall other = test("bronze");
    FirnCall nowhere = test("--tests", folder.resolve("none").toString());

    assertThat(other.exitCode()).isEqualTo(20);
    assertThat(other.err()).contains("There is no test to run", "2 tests of other units");
    assertThat(nowhere.exitCode()).isEqualTo(20);
    assertThat(nowhere.err()).contains("no test at all");
  }

  private FirnCall test(String... more) {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "test";
    arguments[1] = "-p";
    arguments[2] = project.pipeline();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return FirnCall.of(arguments);
  }

  private void write(String tests) {
    writeTo("tests/daily_revenue.yaml", tests);
  }

  private void replace(String file, String text, String replacement) {
    assertThat(project.read(file)).contains(text);
    writeTo(file, project.read(file).replace(text, replacement));
  }

  private void writeTo(String file, String text) {
    try {
      Files.writeString(project.file(file), text);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}

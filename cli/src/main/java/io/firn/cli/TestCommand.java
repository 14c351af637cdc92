package io.firn.cli;

import io.firn.cli.trial.JunitXml;
import io.firn.cli.trial.TestFiles;
import io.firn.cli.trial.TrialView;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.Selection;
import io.firn.run.trial.TrialCase;
import io.firn.run.trial.TrialResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firn test}. */
@Command(
    name = "test",
    header = "Test queries and transforms: given rows in, expected rows out.",
    description = {
      "%nTests are YAML files in the folder 'tests' beside the pipeline file. Each gives a gold"
          + " table's query rows of all that it reads, or a silver table's transform rows of its"
          + " own, and says which rows shall come out. Neither Kafka nor a warehouse is needed.",
      "%nA column's type is what 'types' says, else what the pipeline declares, else what the values"
          + " look like. A column that a row leaves out is null. Compared are the columns that the"
          + " expected rows name, in any order of the rows unless the test says 'ordered: true';"
          + " the table's own key must not come twice. Rows may stand in a CSV file beside the"
          + " test: { csv: orders.csv }."
    },
    parameterListHeading = "%nUnits:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every test passed",
      "20:a test file or a query is broken, or there is no test",
      "30:a test failed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # tests/daily_revenue.yaml: a test, or a list of them",
      "  - name: orders of a day are added up",
      "    unit: gold:daily_revenue",
      "    types: { silver.orders: { total: \"decimal(12,2)\", created_at: timestamp } }",
      "    given:",
      "      silver.orders:",
      "        - { tenant: acme, id: 1, total: 10.00, created_at: 2026-01-05 08:00:00 }",
      "        - { tenant: acme, id: 2, total: 2.50, created_at: 2026-01-05 23:59:59 }",
      "    expect:",
      "      - { tenant: acme, day: 2026-01-05, orders: 2, revenue: 12.50 }",
      "",
      "  # all tests; those of one table, with a report for a CI server",
      "  firn test",
      "  firn test gold:daily_revenue --junit target/firn.xml",
      "",
      "  # what failed, for a program",
      "  firn test --output json | jq '.tests[] | select(.passed | not)'"
    })
final class TestCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "UNIT",
      description = "Only tests of these: gold:daily_revenue, or a layer: gold. Default: all.")
  private List<String> names = List.of();

  @Option(
      names = "--tests",
      paramLabel = "DIR",
      description = "Folder of the tests. Default: tests beside the pipeline file.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results as JUnit XML.")
  private Optional<Path> junit = Optional.empty();

  TestCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    Selection selection = Selection.of(pipeline, names);
    List<TrialResult> results = LocalTrials.run(invocation, pipeline, cases(pipeline, selection));
    junit.ifPresent(file -> OutputFile.write(file, JunitXml.of(results)));
    invocation.result(
        () -> TrialView.json(results), () -> TrialView.tellEnd(results, invocation.narrator()));
    return ErrorKind.exitCode(
        results.stream().map(TrialResult::kind).flatMap(Optional::stream).toList());
  }

  private List<TrialCase> cases(Pipeline pipeline, Selection selection) {
    Path tests =
        folder.orElseGet(
            () ->
                Optional.ofNullable(source.file().getParent())
                    .orElse(Path.of(""))
                    .resolve("tests"));
    TestFiles files = TestFiles.in(tests, pipeline);
    if (!files.problems().isEmpty()) {
      throw new InvalidPipelineException(tests, files.problems());
    }
    List<TrialCase> cases =
        files.cases().stream().filter(test -> selection.units().contains(test.unit())).toList();
    if (cases.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "There is no test to run",
              tests.toString(),
              "*.yaml with at least one test of " + (names.isEmpty() ? "a unit" : names),
              files.cases().isEmpty()
                  ? "no test at all"
                  : files.cases().size() + " tests of other units",
              "Write one as 'firn test --help' shows, or name another folder with --tests."));
    }
    return cases;
  }
}

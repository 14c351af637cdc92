package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.cli.console.Terminal;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class ErrorReportTest {
  @TempDir Path folder;

  private final FirnCall.Streams streams = new FirnCall.Streams();

  @ParameterizedTest
  @EnumSource
  void a_recognised_failure_ends_with_the_code_of_its_kind_and_all_five_parts(ErrorKind kind) {
    int exitCode = tell(new FirnException(failure(kind)));

    assertThat(exitCode).isEqualTo(kind.exitCode());
    assertThat(streams.out()).isEmpty();
    assertThat(streams.err())
        .contains("a-what", "a-where", "an-expectation", "a-finding", "a-next-step");
  }

  @Test
  void a_recognised_failure_is_json_when_asked_for() {
    tell(new FirnException(failure(ErrorKind.HISTORY)), "--output", "json");

    FirnCall told = new FirnCall(60, streams.out(), streams.err());
    assertThat(told.json().at("/exitCode").intValue()).isEqualTo(60);
    assertThat(told.json().at("/error/kind").textValue()).isEqualTo("HISTORY");
    assertThat(told.json().at("/error/next").textValue()).isEqualTo("a-next-step");
  }

  @Test
  void anything_else_is_called_a_defect_in_one_line_and_traced_in_the_log() throws IOException {
    int exitCode = tell(new IllegalStateException("boom"));

    Path log = folder.resolve("logs/firn.log");
    assertThat(exitCode).isEqualTo(1);
    assertThat(streams.err())
        .hasLineCount(1)
        .contains("defect in Firn", "java.lang.IllegalStateException: boom", log.toString());
    assertThat(Files.readString(log)).contains("boom").contains("at io.firn.cli");
  }

  @Test
  void verbose_shows_the_stack_trace_of_a_defect() {
    tell(new IllegalStateException("boom"), "--verbose");

    assertThat(streams.err()).contains("at io.firn.cli.ErrorReportTest");
  }

  private int tell(Throwable thrown, String... options) {
    OutputOptions output = new OutputOptions();
    new CommandLine(new FirnCommand(output))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(options);
    Invocation invocation = new Invocation(streams.surroundings(Terminal.NONE, Map.of()), output);
    invocation.log().configure(folder, false);
    return new ErrorReport(invocation).tell(thrown);
  }

  private static Failure failure(ErrorKind kind) {
    return new Failure(kind, "a-what", "a-where", "an-expectation", "a-finding", "a-next-step");
  }
}

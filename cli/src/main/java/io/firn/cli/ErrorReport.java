package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Paint;
import io.firn.config.Problem;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.run.RunReportJson;
import java.io.PrintStream;
import java.util.List;

/**
 * Tells why a call failed and gives the exit code. Sentences go to standard error; with {@code
 * --output json} an object {@code {"exitCode": …, "error": {"kind": …}}} goes to standard output.
 */
final class ErrorReport {
  private final Invocation invocation;
  private final PrintStream err;
  private final Paint paint;

  ErrorReport(Invocation invocation) {
    this.invocation = invocation;
    this.err = invocation.errors().stream();
    this.paint = invocation.errors().paint();
  }

  int tell(Throwable thrown) {
    if (thrown instanceof FirnException recognised) {
      return failure(recognised);
    }
    if (thrown instanceof InvalidPipelineException invalid) {
      return problems(invalid);
    }
    return defect(thrown);
  }

  private int failure(FirnException recognised) {
    Failure failure = recognised.failure();
    err.println(paint.bad("error: ") + failure.lines());
    if (invocation.options().verbose()) {
      recognised.printStackTrace(err);
    }
    ObjectNode error = Json.object();
    RunReportJson.write(error, failure);
    printJson(failure.kind(), error);
    return failure.kind().exitCode();
  }

  private int problems(InvalidPipelineException invalid) {
    List<Problem> problems = invalid.problems();
    problems.forEach(err::println);
    err.println(paint.bad(invalid.getMessage()));
    ObjectNode error = error(ErrorKind.CONFIG, invalid.getMessage());
    error.set("problems", Json.array(problems, ErrorReport::view));
    printJson(ErrorKind.CONFIG, error);
    return ErrorKind.CONFIG.exitCode();
  }

  private int defect(Throwable thrown) {
    String what = thrown.getClass().getName() + ": " + thrown.getMessage();
    boolean logged = invocation.log().append(thrown);
    String trace = logged ? invocation.log().file().toString() : "use --verbose";
    err.println(paint.bad("This is a defect in Firn: ") + what + " (stack trace: " + trace + ")");
    if (invocation.options().verbose()) {
      thrown.printStackTrace(err);
    }
    printJson(ErrorKind.INTERNAL, error(ErrorKind.INTERNAL, what));
    return ErrorKind.INTERNAL.exitCode();
  }

  private void printJson(ErrorKind kind, ObjectNode error) {
    if (invocation.options().json()) {
      ObjectNode root = Json.object().put("exitCode", kind.exitCode());
      root.set("error", error);
      invocation.surroundings().out().println(root.toPrettyString());
    }
  }

  private static ObjectNode view(Problem problem) {
    return Json.object()
        .put("file", problem.file())
        .put("line", problem.line())
        .put("key", problem.key())
        .put("message", problem.message());
  }

  /** Beside the kind only what is known, in the words of {@link RunReportJson}. */
  private static ObjectNode error(ErrorKind kind, String what) {
    return Json.object().put("kind", kind.name()).put("what", what);
  }
}

package io.firn.cli;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line ends like every other failure: five parts, JSON when asked for, 20. */
final class UsageErrors implements IParameterExceptionHandler {
  private final Invocation invocation;

  UsageErrors(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine verb = wrong.getCommandLine();
    if (arguments.length == 0) {
      verb.usage(verb.getErr());
      return ErrorKind.USAGE.exitCode();
    }
    readOutputOptions(verb.getCommandSpec().root().commandLine(), arguments);
    String name = verb.getCommandSpec().qualifiedName();
    return new ErrorReport(invocation)
        .tell(
            new FirnException(
                new Failure(
                    ErrorKind.USAGE,
                    "Cannot read the command line",
                    "firn " + String.join(" ", arguments),
                    "what '" + name + " --help' describes",
                    wrong.getMessage() + suggestions(wrong),
                    "Correct it, or read '" + name + " --help'.")));
  }

  /**
   * Parsing stopped at the first error, maybe before {@code --output json}. A second, tolerant pass
   * collects what else is there.
   */
  private static void readOutputOptions(CommandLine root, String[] arguments) {
    tolerate(root);
    root.parseArgs(arguments);
  }

  private static void tolerate(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
    command.getSubcommands().values().forEach(UsageErrors::tolerate);
  }

  private static String suggestions(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> near = unmatched.getSuggestions();
    return near.isEmpty() ? "" : "; did you mean '" + String.join("' or '", near) + "'?";
  }
}

package io.firn.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code firn completion}. */
@Command(
    name = "completion",
    header = "Print a script that completes verbs and options in bash and zsh.",
    description = "%nThe script is the same for both shells and needs nothing at run time.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = "0:printed",
    footerHeading = "%nExamples:%n",
    footer = {
      "  # for this shell",
      "  source <(firn completion)",
      "",
      "  # for every new one",
      "  firn completion > ~/.firn-completion",
      "  echo 'source ~/.firn-completion' >> ~/.bashrc"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Spec private CommandSpec spec;

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
    invocation.surroundings().out().print(script);
    return 0;
  }
}

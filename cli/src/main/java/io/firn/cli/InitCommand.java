package io.firn.cli;

import io.firn.config.PipelineTemplate;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firn init}. */
@Command(
    name = "init",
    header = "Write a first pipeline, with comments, to start from.",
    description =
        "%nWrites firn.conf, the SQL files it names and tests of them. The file passes 'firn validate'"
            + " as it is; every key in it is explained where it stands. 'firn test' runs the tests.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:written", "20:a file exists already, or the name is not legal"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # in a new folder",
      "  firn init shop --name shop",
      "",
      "  # here, over an earlier attempt",
      "  firn init --name shop --force"
    })
final class InitCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder; made when missing. Default: the working directory.")
  private Path directory;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The pipeline's name: a lower-case letter, then letters, digits, - and _.")
  private String name;

  @Option(names = "--force", description = "Overwrite files that exist.")
  private boolean force;

  InitCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Map<String, String> files = files();
    if (!force) {
      refuseToOverwrite(files.keySet().stream().filter(this::exists).toList());
    }
    files.forEach((file, content) -> OutputFile.write(directory.resolve(file), content));
    List<String> written = List.copyOf(files.keySet());
    invocation.result(
        () ->
            Json.object().put("directory", directory.toString()).set("files", Json.texts(written)),
        () -> tell(written));
    return 0;
  }

  private Map<String, String> files() {
    try {
      return PipelineTemplate.files(name);
    } catch (IllegalArgumentException illegal) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--name': " + illegal.getMessage());
    }
  }

  private boolean exists(String file) {
    return Files.exists(directory.resolve(file));
  }

  private void refuseToOverwrite(List<String> existing) {
    if (!existing.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "Cannot write the pipeline",
              directory.toString(),
              "a folder without these files",
              String.join(", ", existing),
              "Choose another folder, or overwrite with --force."));
    }
  }

  private void tell(List<String> written) {
    written.forEach(file -> invocation.narrator().line("wrote " + directory.resolve(file)));
    String where = directory.toString().equals(".") ? "" : "cd " + directory + " && ";
    invocation.narrator().line("next: " + where + "firn validate");
  }
}

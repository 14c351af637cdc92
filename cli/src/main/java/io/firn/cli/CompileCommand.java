package io.firn.cli;

import io.firn.config.Pipeline;
import io.firn.manifest.Manifest;
import io.firn.manifest.ManifestJson;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code firn compile}. */
@Command(
    name = "compile",
    header = "Compile the pipeline to its manifest, the JSON that schedulers read.",
    description =
        "%nThe manifest lists the units, what each reads from, and all settings; secrets stay"
            + " references. The same pipeline always gives the same bytes, so the manifest can be"
            + " kept under version control and compared. What the columns come from ('firn lineage')"
            + " is in it with --lineage, which takes Spark; nothing else here does.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:compiled, or with --check: FILE is current",
      "20:the pipeline has problems, or with --check: FILE is stale or missing"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  # print it",
      "  firn compile | jq .units",
      "",
      "  # write it for Airflow",
      "  firn compile -p shop/firn.conf -o dags/shop.json",
      "",
      "  # with what each column comes from, for a data catalog",
      "  firn compile -p shop/firn.conf -o shop.json --lineage",
      "",
      "  # in CI: fail when somebody forgot to compile",
      "  firn compile -p shop/firn.conf -o dags/shop.json --check"
    })
final class CompileCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Spec private CommandSpec spec;

  @Mixin private final PipelineOption source = new PipelineOption();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the manifest to FILE. Default: standard output.")
  private Path file;

  @Option(
      names = "--check",
      description = "Write nothing; compare FILE with what would be written.")
  private boolean check;

  @Option(
      names = "--lineage",
      description = "Also write what each silver and gold column comes from.")
  private boolean lineage;

  CompileCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (check && file == null) {
      throw new ParameterException(spec.commandLine(), "--check needs the file: --out FILE");
    }
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    String manifest =
        ManifestJson.write(
            Manifest.of(pipeline), lineage ? Optional.of(lineage(pipeline)) : Optional.empty());
    if (file == null) {
      invocation.surroundings().out().print(manifest);
    } else if (check) {
      refuseStale(manifest);
      tell("current");
    } else {
      OutputFile.write(file, manifest);
      tell("written");
    }
    return 0;
  }

  private Object lineage(Pipeline pipeline) {
    List<UnitName> units =
        pipeline.units().stream().filter(unit -> unit.layer() != Layer.BRONZE).toList();
    return LineageView.plain(LocalLineage.of(invocation, pipeline, units));
  }

  private void tell(String state) {
    invocation.result(
        () -> Json.object().put("file", file.toString()).put("state", state),
        () -> invocation.narrator().line(file + ": " + state));
  }

  private void refuseStale(String manifest) {
    String found = read();
    if (!manifest.equals(found)) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "The manifest is stale",
              file.toString(),
              "the manifest of " + source.file() + " as it is now",
              found.isEmpty() ? "no such file" : "another one",
              "Run 'firn compile -p "
                  + source.file()
                  + " -o "
                  + file
                  + (lineage ? " --lineage" : "")
                  + "'."));
    }
  }

  private String read() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException unreadable) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "Cannot read the manifest",
              file.toString(),
              "a text file that this user may read",
              unreadable.toString(),
              "Name another file, or correct its permissions."),
          unreadable);
    }
  }
}

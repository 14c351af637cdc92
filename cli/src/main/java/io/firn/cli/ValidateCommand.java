package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.config.Pipeline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code firn validate}. */
@Command(
    name = "validate",
    header = "Check a pipeline file and name every problem at once.",
    description =
        "%nReads the file, what it includes and the SQL files it names. Unknown keys, wrong types,"
            + " missing references and contradictory settings are all reported, as FILE:LINE: KEY:"
            + " what is wrong. Nothing is contacted.",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no problem", "20:problems, each on one line of standard error"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # the pipeline in this folder",
      "  firn validate",
      "",
      "  # problems for a program: file, line, key, message",
      "  firn validate -p shop/firn.conf --output json | jq .error.problems"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private final PipelineOption source = new PipelineOption();

  ValidateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = source.load(invocation.surroundings().environment());
    invocation.result(() -> view(pipeline), () -> invocation.narrator().line(sentence(pipeline)));
    return 0;
  }

  private ObjectNode view(Pipeline pipeline) {
    ObjectNode units =
        Json.object()
            .put("bronze", pipeline.bronze().size())
            .put("silver", pipeline.silver().size())
            .put("gold", pipeline.gold().size());
    return Json.object()
        .put("file", source.file().toString())
        .put("pipeline", pipeline.name())
        .set("units", units);
  }

  private String sentence(Pipeline pipeline) {
    return source.file()
        + ": OK, pipeline "
        + pipeline.name()
        + " with "
        + pipeline.bronze().size()
        + " bronze, "
        + pipeline.silver().size()
        + " silver, "
        + Counted.of(pipeline.gold().size(), "gold table");
  }
}

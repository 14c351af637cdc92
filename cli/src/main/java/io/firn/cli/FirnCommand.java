package io.firn.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code firn} itself: help and version; the work is in the verbs. */
@Command(
    name = "firn",
    versionProvider = FirnCommand.Version.class,
    header = "Lands Debezium change events from Kafka in Iceberg: bronze, silver, gold.",
    description =
        "%nA pipeline file says which topics become which tables; the verbs check it, compile it,"
            + " run it and show what came of it.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  # a first pipeline, checked, planned and run",
      "  firn init shop --name shop",
      "  cd shop",
      "  firn validate",
      "  firn test",
      "  firn plan",
      "  firn run",
      "",
      "  # what a verb does, with examples",
      "  firn run --help"
    })
final class FirnCommand {
  @Mixin private final OutputOptions output;

  @Option(names = "--version", versionHelp = true, description = "Show the version and end.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean version;

  FirnCommand(OutputOptions output) {
    this.output = output;
  }

  OutputOptions output() {
    return output;
  }

  /** Reads the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = FirnCommand.class.getPackage().getImplementationVersion();
      return new String[] {"firn " + (version == null ? "(not packaged)" : version)};
    }
  }
}

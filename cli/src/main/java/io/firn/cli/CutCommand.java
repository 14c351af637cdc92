package io.firn.cli;

import picocli.CommandLine.Command;

/** {@code firn cut}: the work is in its own verbs. */
@Command(
    name = "cut",
    header = "Show which snapshots belong together; name them, so that they stay.",
    description =
        "%nA cut is one snapshot of each table: a run's gold tables, the snapshots of silver that"
            + " these were made of, and the snapshots of bronze that silver was made of. All gold"
            + " tables of a run are made of one state of silver. A named cut can be read a year"
            + " later: the name is an Iceberg tag, which keeps its snapshot from expiry.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:as each verb says", "20:wrong command line or pipeline"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # what were the tables of each run made of?",
      "  firn cut list",
      "",
      "  # keep the newest run's, and read it in Spark: VERSION AS OF 'month-end-2026-10'",
      "  firn cut tag month-end-2026-10",
      "  firn cut show month-end-2026-10"
    })
final class CutCommand {}

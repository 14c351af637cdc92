package io.firn.cli;

import picocli.CommandLine.Command;

/** {@code firn quarantine}: the work is in its own verbs. */
@Command(
    name = "quarantine",
    header = "Look at records that bronze refused; land them after all, or let them go.",
    description =
        "%nA record that is no change event of its table's connector does not stop a run: it is put"
            + " aside in bronze.__quarantine with its bytes, headers and the reason. There it waits"
            + " until somebody mends the cause and retries it, or decides to do without it.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:as each verb says", "20:wrong command line or pipeline"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # what waits, and why?",
      "  firn quarantine list",
      "",
      "  # one of them, with its bytes",
      "  firn quarantine show acme.shop.orders-0@17",
      "",
      "  # the connector setting was wrong and is mended: land them, then bring them to silver",
      "  firn quarantine retry --select bronze:orders",
      "  firn run"
    })
final class QuarantineCommand {}

package io.firn.cli;

import picocli.CommandLine.Command;

/** {@code firn schema}: the work is in its own verbs. */
@Command(
    name = "schema",
    header = "Show the columns of silver tables, and what changed them when.",
    description =
        "%nA silver table follows its source: a new field becomes a column, a wider type widens it."
            + " Each such change is recorded in silver.__schema_history with the event that brought"
            + " it and the rule that decided; so is what the table did not follow.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:as each verb says", "20:wrong command line or pipeline"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  # which columns are there, and where do they come from?",
      "  firn schema show silver:orders",
      "",
      "  # since when is there a column 'mail', and who sent it first?",
      "  firn schema history silver:orders"
    })
final class SchemaCommand {}

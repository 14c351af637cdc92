package io.firn.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Which units a verb works on. */
final class SelectOption {
  @Option(
      names = {"-s", "--select"},
      paramLabel = "UNIT",
      split = ",",
      description = {
        "Only these units: bronze:orders, or a whole layer: silver. A plus in front adds all that"
            + " a unit reads from: +gold:daily_revenue.",
        "Several with commas, or the option several times. Default: every unit."
      })
  private List<String> selectors = List.of();

  List<String> selectors() {
    return selectors;
  }
}

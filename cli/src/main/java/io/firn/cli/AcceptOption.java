package io.firn.cli;

import io.firn.model.Acceptance;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Breaks in a topic's history that a run lets pass. */
final class AcceptOption {
  @Option(
      names = "--accept",
      paramLabel = "KIND=TOPIC",
      converter = Converter.class,
      description = {
        "Go on although the history behind TOPIC (* for any characters) is not the one that was"
            + " landed. The refusal says which KIND it takes and what follows: other-cluster,"
            + " recreated-topic, lost-records, truncated-log, more-partitions,"
            + " positions-restarted, late-events.",
        "Once for each; what occurs is recorded in the table."
      })
  private List<Acceptance> acceptances = List.of();

  List<Acceptance> acceptances() {
    return acceptances;
  }

  /** Turns a refused word into a usage error with the reason. */
  static final class Converter implements ITypeConverter<Acceptance> {
    @Override
    public Acceptance convert(String text) {
      try {
        return Acceptance.parse(text);
      } catch (IllegalArgumentException refused) {
        throw new TypeConversionException(refused.getMessage());
      }
    }
  }
}

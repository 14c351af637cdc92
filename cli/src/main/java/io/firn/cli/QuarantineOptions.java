package io.firn.cli;

import io.firn.bronze.QuarantineFilter;
import io.firn.bronze.RecordPlace;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.UnitName;
import io.firn.run.Selection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which refused records a verb is about; what is not said does not narrow. */
final class QuarantineOptions {
  @Mixin private final SelectOption select = new SelectOption();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      split = ",",
      description = "Only records of these topics, by their whole names.")
  private Set<String> topics = Set.of();

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      split = ",",
      description = "Only records of these tenants.")
  private Set<String> tenants = Set.of();

  @Parameters(
      arity = "0..*",
      paramLabel = "RECORD",
      description = "Only these records, written TOPIC-PARTITION@OFFSET.")
  private List<String> places = List.of();

  /** Whether anything was said at all. */
  boolean narrow() {
    return !(select.selectors().isEmpty()
        && topics.isEmpty()
        && tenants.isEmpty()
        && places.isEmpty());
  }

  /**
   * What is meant together with {@code reasons}.
   *
   * @throws FirnException USAGE when no bronze table is selected, since no other layer refuses
   *     records, or a record is not written as one
   */
  QuarantineFilter filter(Pipeline pipeline, Set<Reason> reasons) {
    Set<UnitName> units =
        Selection.of(pipeline, select.selectors()).units().stream()
            .filter(unit -> unit.layer() == Layer.BRONZE)
            .collect(Collectors.toSet());
    if (units.isEmpty()) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "No bronze table is selected",
              "--select",
              "at least one bronze table: only bronze refuses records",
              String.join(", ", select.selectors()),
              "Name a bronze table, or put a plus in front to take a table's inputs."));
    }
    Set<String> codes = reasons.stream().map(Reason::name).collect(Collectors.toSet());
    Set<RecordPlace> records =
        places.stream().map(QuarantineOptions::place).collect(Collectors.toSet());
    return new QuarantineFilter(units, codes, topics, tenants, records);
  }

  private static RecordPlace place(String text) {
    try {
      return RecordPlace.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new FirnException(
          new Failure(
              ErrorKind.USAGE,
              "Cannot read the command line",
              text,
              "a record, written TOPIC-PARTITION@OFFSET, e.g. acme.shop.orders-0@17",
              "'" + text + "'",
              "'firn quarantine list' names an example of each kind."),
          wrong);
    }
  }
}

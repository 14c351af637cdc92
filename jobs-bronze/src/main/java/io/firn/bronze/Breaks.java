package io.firn.bronze;

import io.firn.model.Acceptance;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Breaks in the history behind a unit's topics: refused by name, unless a person accepted them.
 * Those are collected for the record.
 */
final class Breaks {
  private final UnitName unit;
  private final List<Acceptance> acceptances;
  private final List<Break> accepted = new ArrayList<>();

  /** A break that was found. */
  record Break(
      Acceptance.Kind kind,
      String topic,
      String what,
      String where,
      String expected,
      String found) {

    AcceptedBreak acceptedBy(String runKey, String at) {
      return AcceptedBreak.of(kind, topic, expected, where + ": " + found, runKey, at);
    }
  }

  Breaks(UnitName unit, Collection<Acceptance> acceptances) {
    this.unit = unit;
    this.acceptances = List.copyOf(acceptances);
  }

  /** Whether a person accepted {@code kind} for {@code topic}. */
  boolean accepts(Acceptance.Kind kind, String topic) {
    return acceptances.stream().anyMatch(acceptance -> acceptance.covers(kind, topic));
  }

  /**
   * Lets {@code found} pass when it is accepted.
   *
   * @throws FirnException HISTORY otherwise
   */
  void pass(Break found) {
    if (!accepts(found.kind(), found.topic())) {
      throw refusal(unit, found, List.of(found.kind()));
    }
    accepted.add(found);
  }

  /** What was let pass. */
  List<Break> accepted() {
    return List.copyOf(accepted);
  }

  /**
   * The refusal of {@code found}.
   *
   * @param ways what a person may accept to go on
   */
  static FirnException refusal(UnitName unit, Break found, List<Acceptance.Kind> ways) {
    List<String> commands =
        ways.stream()
            .map(
                way ->
                    "firn run --select "
                        + unit
                        + " --accept "
                        + way.id()
                        + "="
                        + found.topic()
                        + " ("
                        + meaning(way)
                        + ")")
            .toList();
    return new FirnException(
        new Failure(
            ErrorKind.HISTORY,
            found.what() + " (" + unit + ")",
            found.where(),
            found.expected(),
            found.found(),
            "Nothing was landed from this table's topics. Mend the source, or go on deliberately: "
                + String.join(", or ", commands)));
  }

  private static String meaning(Acceptance.Kind kind) {
    return switch (kind) {
      case OTHER_CLUSTER, RECREATED_TOPIC, TRUNCATED_LOG ->
          "lands the topic from its start; what it holds counts as later than all landed before";
      case LOST_RECORDS -> "goes on behind the gap, which the ledger keeps as lost";
      case MORE_PARTITIONS ->
          "what comes now counts as later than all landed before; events of one key that this run"
              + " finds in two partitions may come in the wrong order";
      case POSITIONS_RESTARTED -> "what follows counts as later than all landed before";
      case LATE_EVENTS -> "lands them; greater positions landed before still win";
    };
  }
}

package io.firn.run;

import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as a person reads it.
 *
 * @param ready false when there is nothing to do; {@code notes} then says why
 * @param range what would be read, e.g. {@code 3 topics, offsets 120..340} or {@code (17, 42]}
 * @param waiting Kafka offsets or input rows waiting
 * @param ddl tables and columns that would be created, one sentence each
 * @param notes new topics, risks, reasons
 */
public record PlanSummary(
    UnitName unit,
    boolean ready,
    String range,
    long waiting,
    List<String> ddl,
    List<String> notes) {
  public PlanSummary {
    ddl = List.copyOf(ddl);
    notes = List.copyOf(notes);
  }

  /** This plan with more tables and columns that would be created or changed. */
  PlanSummary with(List<String> more) {
    List<String> all = new ArrayList<>(ddl);
    all.addAll(more);
    return new PlanSummary(unit, ready, range, waiting, all, notes);
  }
}

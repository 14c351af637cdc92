package io.firn.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All that is expected of one table, by name. */
public record Expectations(List<Expectation> all) {
  public static final Expectations NONE = new Expectations(List.of());

  public Expectations {
    all = all.stream().sorted(Comparator.comparing(Expectation::name)).toList();
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Those that keep rows out of the table. */
  public List<Expectation> quarantining() {
    return all.stream().filter(expected -> expected.otherwise() == Otherwise.QUARANTINE).toList();
  }

  /** Those that decide whether a run is published, or are reported. */
  public List<Expectation> audited() {
    return all.stream().filter(expected -> expected.otherwise() != Otherwise.QUARANTINE).toList();
  }

  /** The same text for the same expectations: another one makes another table of the same rows. */
  public String text() {
    return all.stream()
        .map(expected -> expected.name() + ": " + expected.rule() + " " + expected.otherwise())
        .collect(Collectors.joining("\n"));
  }
}

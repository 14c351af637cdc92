package io.firn.model;

/**
 * What came of one expectation in one run.
 *
 * @param name the expectation's
 * @param kind the key that declares it: {@code check}, {@code unique}, …
 * @param expected in words, e.g. {@code total >= 0}
 * @param otherwise {@code warn}, {@code quarantine} or {@code fail}
 * @param failing rows that it does not hold for; 1 when it is about the table and does not hold
 * @param checked rows that were looked at
 * @param found in words, with the keys of some failing rows and nothing else of them
 */
public record Verdict(
    String name,
    String kind,
    String expected,
    String otherwise,
    long failing,
    long checked,
    String found) {

  public boolean holds() {
    return failing == 0;
  }

  /** Whether the run must not be published. */
  public boolean fails() {
    return !holds() && otherwise.equals("fail");
  }

  @Override
  public String toString() {
    return name + " (" + expected + "): " + (holds() ? "holds" : found);
  }
}

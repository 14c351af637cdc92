package io.firn.run.expect;

import io.firn.model.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** A run's verdicts in a few words, for summaries and screens. */
public final class Summary {
  private Summary() {}

  /** {@code "3 of 3 hold"}, or {@code "2 of 3 hold; warn status_known 4"}. */
  public static String of(List<Verdict> verdicts) {
    long hold = verdicts.stream().filter(Verdict::holds).count();
    String broken =
        verdicts.stream()
            .filter(verdict -> !verdict.holds())
            .map(verdict -> "; " + verdict.otherwise() + " " + verdict.name() + count(verdict))
            .collect(Collectors.joining());
    return hold + " of " + verdicts.size() + " hold" + broken;
  }

  private static String count(Verdict verdict) {
    return " (" + verdict.failing() + " of " + verdict.checked() + ")";
  }
}

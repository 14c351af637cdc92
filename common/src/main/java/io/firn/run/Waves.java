package io.firn.run;

import io.firn.config.Pipeline;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Orders units so that each stands after all that it reads from. */
public final class Waves {
  private Waves() {}

  /**
   * Groups of units: a unit's selected inputs are all in earlier groups.
   *
   * @throws IllegalStateException on a cycle, which the parser refuses
   */
  public static List<List<UnitName>> of(Pipeline pipeline, SortedSet<UnitName> selected) {
    List<List<UnitName>> waves = new ArrayList<>();
    TreeSet<UnitName> left = new TreeSet<>(selected);
    Set<UnitName> done = new HashSet<>();
    while (!left.isEmpty()) {
      List<UnitName> wave =
          left.stream()
              .filter(
                  unit ->
                      pipeline.inputs(unit).stream()
                          .allMatch(input -> !selected.contains(input) || done.contains(input)))
              .toList();
      if (wave.isEmpty()) {
        throw new IllegalStateException("units read from each other in a circle: " + left);
      }
      waves.add(wave);
      done.addAll(wave);
      wave.forEach(left::remove);
    }
    return waves;
  }
}

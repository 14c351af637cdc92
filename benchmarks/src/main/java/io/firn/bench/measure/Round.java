package io.firn.bench.measure;

import java.util.List;

/**
 * One turn of every peer.
 *
 * @param warmUp shown and left out of every figure
 * @param turns in the order in which they were taken
 */
public record Round(int number, boolean warmUp, List<Measurement> turns) {
  public Round {
    turns = List.copyOf(turns);
  }
}

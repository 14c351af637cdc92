package io.firn.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Who works when: every peer once a round, one after the other, and the other way round in every
 * second round, so that none always follows the same neighbour.
 *
 * @param warmUps rounds that come first and do not count
 * @param rounds rounds that count
 */
public record Interleaving(int warmUps, int rounds) {
  public Interleaving {
    if (warmUps < 0 || rounds < 1) {
      throw new IllegalArgumentException(
          warmUps + " warm-ups and " + rounds + " rounds: expected 0 or more, and 1 or more");
    }
  }

  private int total() {
    return warmUps + rounds;
  }

  /**
   * Runs all rounds.
   *
   * @param told hears each measurement, with its round's number, as it comes
   */
  public List<Round> run(List<Peer> peers, Meter meter, BiConsumer<Integer, Measurement> told) {
    List<Round> done = new ArrayList<>();
    for (int round = 0; round < total(); round++) {
      List<Measurement> turns = new ArrayList<>();
      for (Peer peer : order(round, peers)) {
        peer.prepare(round);
        Measurement turn = meter.measure(peer);
        told.accept(round, turn);
        turns.add(turn);
      }
      done.add(new Round(round, round < warmUps, turns));
    }
    return List.copyOf(done);
  }

  static <T> List<T> order(int round, List<T> peers) {
    List<T> order = new ArrayList<>(peers);
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return List.copyOf(order);
  }
}

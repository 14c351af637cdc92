package io.firn.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The keys of one table: of rows that are there, and of rows that were deleted. What a transaction
 * does to them is thrown away with its copy when it is rolled back.
 */
record Keys(List<List<String>> live, List<List<String>> dead) {

  static Keys none() {
    return new Keys(new ArrayList<>(), new ArrayList<>());
  }

  Keys copy() {
    return new Keys(new ArrayList<>(live), new ArrayList<>(dead));
  }

  /**
   * Every other key, for one of two transactions that are open at once: neither waits for a row of
   * the other.
   */
  Keys lane(int lane) {
    return new Keys(everyOther(live, lane), everyOther(dead, lane));
  }

  private static List<List<String>> everyOther(List<List<String>> keys, int lane) {
    List<List<String>> every = new ArrayList<>();
    for (int i = lane; i < keys.size(); i += 2) {
      every.add(keys.get(i));
    }
    return every;
  }

  static Keys joined(Keys one, Keys other) {
    Keys both = one.copy();
    both.live.addAll(other.live);
    both.dead.addAll(other.dead);
    return both;
  }

  List<String> anyLive(Random random) {
    return live.get(random.nextInt(live.size()));
  }

  List<String> removeLive(Random random) {
    List<String> key = live.remove(random.nextInt(live.size()));
    dead.add(key);
    return key;
  }

  List<String> takeDead(Random random) {
    return dead.remove(random.nextInt(dead.size()));
  }

  void addLive(List<String> key) {
    live.add(key);
  }

  void forgetDead(List<String> key) {
    dead.remove(key);
  }
}

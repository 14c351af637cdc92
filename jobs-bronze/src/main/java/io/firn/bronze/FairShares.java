package io.firn.bronze;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides what there is among those who want some of it: nobody gets more than he wants, and what
 * one leaves goes to the others in equal parts (max-min fairness). So a small one gets all that it
 * wants, whatever a large one wants.
 */
final class FairShares {
  private FairShares() {}

  /**
   * @param wants what each wants, none negative
   * @param available what there is
   * @return what each gets, not more than {@code available} together
   */
  static <K extends Comparable<K>> Map<K, Long> of(Map<K, Long> wants, long available) {
    List<Map.Entry<K, Long>> smallestFirst = new ArrayList<>(wants.entrySet());
    smallestFirst.sort(
        Map.Entry.<K, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
    Map<K, Long> shares = new TreeMap<>(Comparator.naturalOrder());
    long left = available;
    int waiting = smallestFirst.size();
    for (Map.Entry<K, Long> next : smallestFirst) {
      long share = Math.min(next.getValue(), left / waiting);
      shares.put(next.getKey(), share);
      left -= share;
      waiting--;
    }
    return shares;
  }
}

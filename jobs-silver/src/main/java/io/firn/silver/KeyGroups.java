package io.firn.silver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins keys that primary-key changes connect, so that their changes are put together in one place
 * (union by path to the root). Built on the driver from the few key changes that leave a value out.
 */
final class KeyGroups {
  private final Map<String, String> parents = new HashMap<>();

  void connect(String oldKey, String newKey) {
    String oldRoot = root(oldKey);
    String newRoot = root(newKey);
    if (!oldRoot.equals(newRoot)) {
      parents.put(newRoot, oldRoot);
    }
  }

  private String root(String key) {
    String at = key;
    while (parents.containsKey(at) && !parents.get(at).equals(at)) {
      at = parents.get(at);
    }
    parents.putIfAbsent(key, at);
    parents.putIfAbsent(at, at);
    return at;
  }

  /** For each connected key the name of its group: the root's key. */
  Map<String, String> byKey() {
    Map<String, String> groups = new HashMap<>();
    for (String key : List.copyOf(parents.keySet())) {
      groups.put(key, root(key));
    }
    return groups;
  }
}

package io.firn.config;

import java.util.List;

/**
 * The keys that one part of the pipeline file may have.
 *
 * @param path where it stands; capitals are names that the user chooses
 * @param meaning a sentence for the reference
 */
record Section(String path, String meaning, List<Key<?>> keys) {
  Section {
    keys = List.copyOf(keys);
  }

  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }
}

package io.firn.proof;

import java.util.ArrayList;
import java.util.List;

/** Pipeline sections for topics that a test fills itself. */
final class ItemTables {
  private ItemTables() {}

  /** One bronze and one silver table for each name, from the topic {@code prefix.name}. */
  static String of(String prefix, String... names) {
    List<String> sections = new ArrayList<>();
    for (String name : names) {
      sections.add(
          """
          bronze.%1$s { topics = "%2$s\\\\.%1$s", connector = postgresql, format = json }
          silver.%1$s { from = bronze.%1$s, key = [id] }
          """
              .formatted(name, prefix));
    }
    return String.join("\n", sections);
  }
}

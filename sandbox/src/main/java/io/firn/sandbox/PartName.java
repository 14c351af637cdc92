package io.firn.sandbox;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The parts a sandbox can start, by the names a user writes; none needs one that comes later. */
public enum PartName {
  KAFKA,
  CONNECT,
  POSTGRES,
  MARIADB,
  S3,
  REST,
  REGISTRY;

  /** The name as written on a command line and as a key of {@link Sandbox#addresses()}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads one name, in any case; an unknown one is refused with the nearest known name. */
  public static PartName parse(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(name -> name.text().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(text, wanted)));
  }

  /** Reads a comma-separated list of names. */
  public static Set<PartName> parseList(String text) {
    EnumSet<PartName> names = EnumSet.noneOf(PartName.class);
    for (String name : text.split(",", -1)) {
      names.add(parse(name));
    }
    return names;
  }

  /** The parts that must run for these parts to run: Connect keeps its state in Kafka. */
  static EnumSet<PartName> withNeeded(Set<PartName> names) {
    EnumSet<PartName> all = EnumSet.noneOf(PartName.class);
    all.addAll(names);
    if (all.contains(CONNECT)) {
      all.add(KAFKA);
    }
    return all;
  }

  private static String unknown(String text, String wanted) {
    PartName nearest =
        Arrays.stream(values())
            .min(Comparator.comparingInt(name -> distance(name.text(), wanted)))
            .orElseThrow();
    String known = Arrays.stream(values()).map(PartName::text).collect(joining(", "));
    return "Cannot start sandbox part '%s': expected one of %s. Did you mean '%s'?"
        .formatted(text.strip(), known, nearest.text());
  }

  /** Levenshtein distance, plus nothing for a name that begins as the wanted one does. */
  private static int distance(String name, String wanted) {
    if (!wanted.isEmpty() && (name.startsWith(wanted) || wanted.startsWith(name))) {
      return 0;
    }
    int[] previous = new int[wanted.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= name.length(); i++) {
      int[] current = new int[wanted.length() + 1];
      current[0] = i;
      for (int j = 1; j <= wanted.length(); j++) {
        int replaced = previous[j - 1] + (name.charAt(i - 1) == wanted.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[wanted.length()];
  }
}

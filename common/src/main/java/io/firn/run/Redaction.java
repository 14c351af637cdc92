package io.firn.run;

import io.firn.config.Pipeline;
import io.firn.config.Setting;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which settings Spark must not show. Spark hides, in its UI, event log, log and plans, the values
 * of the settings whose name a regular expression finds.
 *
 * <p>Names that sound secret are not enough: {@code header.Authorization} does not. So whatever the
 * pipeline takes from the environment or a file is hidden by its own name as well.
 */
final class Redaction {
  private static final String SECRET_KEYS =
      "(?i)secret|password|passwd|passphrase|token|credential|access[.-]?key|private[.-]?key|jaas"
          + "|keystore\\.key|authorization";

  private static final String HADOOP = "spark.hadoop.";

  private Redaction() {}

  /** The regular expression for {@code pipeline}'s session. */
  static String names(Pipeline pipeline) {
    Set<String> names = new TreeSet<>();
    String catalog = "spark.sql.catalog." + pipeline.catalog().name() + ".";
    add(names, catalog, pipeline.catalog().properties());
    add(names, "kafka.", pipeline.kafka().options());
    add(names, "", pipeline.spark());
    if (names.isEmpty()) {
      return SECRET_KEYS;
    }
    return SECRET_KEYS
        + names.stream().map(Pattern::quote).collect(Collectors.joining("|", "|^(", ")$"));
  }

  private static void add(Set<String> names, String prefix, Map<String, Setting> settings) {
    settings.forEach(
        (name, setting) -> {
          if (setting instanceof Setting.Plain) {
            return;
          }
          names.add(prefix + name);
          if (name.startsWith(HADOOP)) {
            // Hadoop's configuration has it without the prefix, and Spark shows that too.
            names.add(name.substring(HADOOP.length()));
          }
        });
  }
}

package io.firn.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives substitutions the values of environment variables, and marks each value with the variable
 * it came from: that is how a reference is told from a literal after substitution.
 */
final class Variables implements ConfigResolver {
  private static final String MARK = "environment variable ";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\??([^}]+)}");

  private final EnvironmentLookup environment;
  private final Set<String> missing = new HashSet<>();
  private final Map<String, String> used = new TreeMap<>();

  Variables(EnvironmentLookup environment) {
    this.environment = environment;
  }

  @Override
  public ConfigValue lookup(String path) {
    String value = VARIABLE.matcher(path).matches() ? environment.get(path) : null;
    if (value == null) {
      missing.add(path);
      return null;
    }
    used.put(path, value);
    return ConfigValueFactory.fromAnyRef(value, MARK + path);
  }

  @Override
  public ConfigResolver withFallback(ConfigResolver fallback) {
    return this;
  }

  /** The variable whose whole value this is. */
  Optional<Setting.FromEnvironment> reference(ConfigValue value) {
    String description = value.origin().description();
    if (!description.startsWith(MARK)) {
      return Optional.empty();
    }
    String name = description.substring(MARK.length());
    // ${A}${A} has the origin of ${A}; only the text tells them apart.
    boolean whole =
        VARIABLE.matcher(name).matches() && value.unwrapped().equals(environment.get(name));
    return whole ? Optional.of(new Setting.FromEnvironment(name, environment)) : Optional.empty();
  }

  /** Whether any part of the value came from the environment, so that it must not be shown. */
  static boolean contributedTo(ConfigValue value) {
    return value.origin().description().contains(MARK);
  }

  /** A message about {@code value} with names in place of what came from the environment. */
  String masked(String message, ConfigValue value) {
    String masked = message;
    String origins = origins(value);
    for (Map.Entry<String, String> variable : used.entrySet()) {
      if (!variable.getValue().isEmpty() && origins.contains(MARK + variable.getKey())) {
        masked = masked.replace(variable.getValue(), "${" + variable.getKey() + "}");
      }
    }
    return masked;
  }

  /** What a value that could not be substituted refers to. Shows names only, never parts. */
  String unresolved(ConfigValue value) {
    Matcher reference = REFERENCE.matcher(value.render());
    while (reference.find()) {
      if (missing.contains(reference.group(1))) {
        return "refers to ${"
            + reference.group(1)
            + "}, which is neither a key of this file nor an environment variable that is set";
      }
    }
    return "refers to a key that has no value";
  }

  private static String origins(ConfigValue value) {
    String own = value.origin().description();
    return value instanceof ConfigList list
        ? list.stream().map(Variables::origins).collect(Collectors.joining(" ", own + " ", ""))
        : own;
  }
}

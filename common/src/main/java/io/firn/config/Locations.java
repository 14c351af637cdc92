package io.firn.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds where a key stands.
 *
 * <p>Looks first in the tree as written, because substitution replaces a value together with its
 * origin: {@code type = ${?TYPE}} would otherwise be reported without file and line.
 */
final class Locations {
  private final Path file;
  private final Path folder;
  private final ConfigObject written;
  private final ConfigObject resolved;

  Locations(Path file, ConfigObject written, ConfigObject resolved) {
    this.file = file;
    this.folder = file.toAbsolutePath().normalize().getParent();
    this.written = written;
    this.resolved = resolved;
  }

  /** The place of {@code path}, or of the innermost enclosing key that has one. */
  Location of(List<String> path) {
    for (int depth = path.size(); depth >= 0; depth--) {
      List<String> enclosing = path.subList(0, depth);
      Optional<Location> place =
          at(written, enclosing)
              .flatMap(this::of)
              .or(() -> at(resolved, enclosing).flatMap(this::of));
      if (place.isPresent()) {
        return place.get();
      }
    }
    return whole();
  }

  /** The value of {@code path} after substitution. */
  Optional<ConfigValue> value(List<String> path) {
    return at(resolved, path);
  }

  /** The file as a whole. */
  Location whole() {
    return new Location(file.toString(), 0);
  }

  /** A place that Typesafe config names, e.g. in an error. */
  Optional<Location> of(ConfigOrigin origin) {
    // A value merged from two files has two places; its parts know theirs.
    boolean merged = origin == null || origin.description().startsWith("merge of ");
    if (merged || origin.filename() == null || origin.lineNumber() < 1) {
      return Optional.empty();
    }
    return Optional.of(new Location(shown(origin.filename()), origin.lineNumber()));
  }

  private Optional<Location> of(ConfigValue value) {
    Optional<Location> own = of(value.origin());
    if (own.isPresent() || !(value instanceof ConfigObject object)) {
      return own;
    }
    try {
      return object.values().stream()
          .flatMap(part -> of(part).stream())
          .min(
              Comparator.comparing((Location part) -> !part.file().equals(file.toString()))
                  .thenComparing(Location::file)
                  .thenComparingInt(Location::line));
    } catch (ConfigException.NotResolved withinASubstitution) {
      return Optional.empty();
    }
  }

  private static Optional<ConfigValue> at(ConfigObject root, List<String> path) {
    ConfigValue value = root;
    try {
      for (String name : path) {
        value = value instanceof ConfigObject object ? object.get(name) : null;
      }
      return Optional.ofNullable(value);
    } catch (ConfigException.NotResolved withinASubstitution) {
      return Optional.empty();
    }
  }

  /** The pipeline file as given; its includes relative to it in the same style. */
  private String shown(String filename) {
    Path absolute = Path.of(filename).toAbsolutePath().normalize();
    if (absolute.equals(file.toAbsolutePath().normalize())) {
      return file.toString();
    }
    if (file.isAbsolute() || !absolute.startsWith(folder)) {
      return absolute.toString();
    }
    return file.resolveSibling(folder.relativize(absolute)).toString();
  }
}

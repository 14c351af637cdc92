package io.firn.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A pipeline file after includes and substitutions.
 *
 * @param root every key of the file
 * @param references the text of the file with its substitutions still in it
 * @param paths relative paths resolve against the file's folder
 */
record Document(
    ConfigObject root,
    String references,
    Locations locations,
    Variables variables,
    RelativePaths paths) {

  /** Empty when the file cannot be read as HOCON; {@code problems} then says why. */
  static Optional<Document> load(Path file, EnvironmentLookup environment, Problems problems) {
    ConfigObject nothing = ConfigFactory.empty().root();
    Locations unread = new Locations(file, nothing, nothing);
    if (!Files.isRegularFile(file)) {
      problems.add(unread.whole(), "firn", "there is no such file");
      return Optional.empty();
    }
    try {
      return Optional.of(load(file, environment));
    } catch (ConfigException unreadable) {
      Location at = unread.of(unreadable.origin()).orElseGet(unread::whole);
      problems.add(at, "firn", SyntaxMessage.of(unreadable));
      return Optional.empty();
    }
  }

  private static Document load(Path file, EnvironmentLookup environment) {
    // Absolute, because Typesafe config finds no sibling to include for a bare file name.
    Path absolute = file.toAbsolutePath().normalize();
    Config written =
        ConfigFactory.parseFile(
            absolute.toFile(),
            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false));
    Variables variables = new Variables(environment);
    Config resolved =
        written.resolve(
            ConfigResolveOptions.noSystem().setAllowUnresolved(true).appendResolver(variables));
    return new Document(
        resolved.root(),
        written.root().render(ConfigRenderOptions.concise()),
        new Locations(file, written.root(), resolved.root()),
        variables,
        new RelativePaths(absolute.getParent()));
  }
}

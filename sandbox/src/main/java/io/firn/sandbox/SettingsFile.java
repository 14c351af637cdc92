package io.firn.sandbox;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The properties file a part reads at its start. */
final class SettingsFile {

  private SettingsFile() {}

  static Path write(Path file, Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    try {
      Files.createDirectories(file.getParent());
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, null);
      }
      return file;
    } catch (IOException e) {
      throw new SandboxException("Cannot write the settings file " + file, e);
    }
  }
}

package io.firn.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads settings that are handed on by name. {@code a.b = c} and {@code "a.b" = c} are the same
 * setting; HOCON nests the first.
 *
 * <p>A value that is one environment variable stays a reference, secret or not: it is read where it
 * is used, and no manifest holds it. No message shows any of these values.
 */
final class SettingsReader {
  private final Cursor cursor;
  private final SortedMap<String, Setting> settings = new TreeMap<>();

  private SettingsReader(Cursor cursor) {
    this.cursor = cursor;
  }

  static SortedMap<String, Setting> read(Cursor cursor, Key<ConfigObject> key) {
    return cursor
        .read(key)
        .map(found -> read(cursor, cursor.pathOf(key), found))
        .orElseGet(TreeMap::new);
  }

  /** The settings of an object that stands at {@code place}. */
  static SortedMap<String, Setting> read(Cursor cursor, List<String> place, ConfigObject found) {
    SettingsReader reader = new SettingsReader(cursor);
    found.forEach((name, value) -> reader.read(Cursor.below(place, name), name, value));
    return reader.settings;
  }

  private void read(List<String> at, String name, ConfigValue value) {
    try {
      readResolved(at, name, value);
    } catch (ConfigException.NotResolved open) {
      cursor.reject(at, cursor.document().variables().unresolved(value));
    }
  }

  private void readResolved(List<String> at, String name, ConfigValue value) {
    if (value instanceof ConfigObject nested) {
      if (isSecretFile(name, nested)) {
        secretFile(at, nested.get("file")).ifPresent(file -> put(at, name, file));
      } else {
        nested.forEach((inner, part) -> read(Cursor.below(at, inner), name + "." + inner, part));
      }
      return;
    }
    ConfigValueType type = value.valueType();
    Optional<Setting.FromEnvironment> reference = cursor.document().variables().reference(value);
    if (reference.isPresent()) {
      put(at, name, reference.get());
    } else if (SecretNames.isSecret(name)) {
      cursor.reject(
          at,
          "is a secret, and secrets are references: expected ${?NAME} alone or"
              + " { file = \"path\" }, found "
              + (Variables.contributedTo(value)
                  ? "a text around a reference"
                  : "the value itself"));
    } else if (type == ConfigValueType.LIST || type == ConfigValueType.NULL) {
      cursor.reject(at, "expected a text, found " + ValueType.found(value));
    } else {
      plain(at, name, value.atKey("value").getString("value"));
    }
  }

  private void plain(List<String> at, String name, String text) {
    if (SecretNames.inAddress(text)) {
      cursor.reject(at, "holds a password; expected ${?NAME} alone, with the whole value");
      return;
    }
    put(at, name, new Setting.Plain(text));
  }

  private void put(List<String> at, String name, Setting setting) {
    if (settings.put(name, setting) != null) {
      cursor.reject(at, "stands there twice, once with and once without quotes");
    }
  }

  private static boolean isSecretFile(String name, ConfigObject nested) {
    return SecretNames.isSecret(name) && nested.size() == 1 && nested.containsKey("file");
  }

  private Optional<Setting> secretFile(List<String> at, ConfigValue file) {
    List<String> atFile = Cursor.below(at, "file");
    Optional<Path> path =
        cursor.read(atFile, file, ValueType.PATH).map(cursor.document().paths()::file);
    if (path.isPresent() && !Files.isReadable(path.get())) {
      cursor.reject(atFile, "there is no readable file " + path.get());
    }
    return path.map(Setting.FromFile::new);
  }
}

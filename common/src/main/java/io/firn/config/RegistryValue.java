package io.firn.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.firn.model.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What {@code firn.kafka.schema-registry} may be: an address, or an object that holds one. */
final class RegistryValue {
  /** Either; what is inside is looked at by {@link #read}. */
  static final ValueType<ConfigValue> TYPE =
      new ValueType<>("an http(s) address, or { url = … }", RegistryValue::addressOrObject);

  private static final ValueType<String> ADDRESS =
      ValueType.of("an http(s) address", RegistryValue::httpAddress);

  private static final String URL = "url";
  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String TOKEN = "token";
  private static final String TRUSTSTORE = "truststore";
  private static final String TRUSTSTORE_PASSWORD = "truststore-password";
  private static final List<String> NAMES =
      List.of(URL, USERNAME, PASSWORD, TOKEN, TRUSTSTORE, TRUSTSTORE_PASSWORD);

  private final Cursor cursor;
  private final List<String> at;
  private final ConfigObject object;

  private RegistryValue(Cursor cursor, List<String> at, ConfigObject object) {
    this.cursor = cursor;
    this.at = at;
    this.object = object;
  }

  static Optional<RegistrySettings> read(Cursor cursor, Key<ConfigValue> key) {
    List<String> at = cursor.pathOf(key);
    Optional<ConfigValue> value = cursor.read(key);
    if (value.isPresent() && value.get() instanceof ConfigObject object) {
      return new RegistryValue(cursor, at, object).settings();
    }
    return value.flatMap(text -> cursor.read(at, text, ADDRESS)).map(RegistrySettings::at);
  }

  private static ConfigValue addressOrObject(ConfigValue value) {
    ConfigValueType type = value.valueType();
    if (type == ConfigValueType.LIST || type == ConfigValueType.NULL) {
      throw new IllegalArgumentException(
          "expected an http(s) address, or { url = … }, found " + ValueType.found(value));
    }
    return value;
  }

  private Optional<RegistrySettings> settings() {
    for (String name : object.keySet()) {
      if (!NAMES.contains(name)) {
        String hint = Suggestion.hint(name, NAMES);
        cursor.reject(
            Cursor.below(at, name),
            "is not known in this version"
                + (hint.isEmpty() ? "; known here: " + String.join(", ", NAMES) : hint));
      }
    }
    if (!object.containsKey(URL)) {
      cursor.reject(Cursor.below(at, URL), "is missing; expected an http(s) address");
    }
    Optional<String> url = text(URL, ADDRESS);
    Optional<String> username = text(USERNAME, ValueType.TEXT);
    Optional<Path> truststore =
        text(TRUSTSTORE, ValueType.PATH).map(cursor.document().paths()::file);
    if (truststore.isPresent() && !Files.isReadable(truststore.get())) {
      cursor.reject(Cursor.below(at, TRUSTSTORE), "there is no readable file " + truststore.get());
    }
    SortedMap<String, Setting> secrets =
        SettingsReader.read(
            cursor, at, object.withoutKey(URL).withoutKey(USERNAME).withoutKey(TRUSTSTORE));
    for (String name : secrets.keySet()) {
      if (!NAMES.contains(name) && !object.containsKey(name)) {
        cursor.reject(Cursor.below(at, name), "is not known; expected a text or a reference");
      }
    }
    return cursor.build(
        at,
        () ->
            new RegistrySettings(
                url.orElseThrow(),
                username,
                Optional.ofNullable(secrets.get(PASSWORD)),
                Optional.ofNullable(secrets.get(TOKEN)),
                truststore,
                Optional.ofNullable(secrets.get(TRUSTSTORE_PASSWORD))));
  }

  private Optional<String> text(String name, ValueType<String> type) {
    return Optional.ofNullable(object.get(name))
        .flatMap(value -> cursor.read(Cursor.below(at, name), value, type));
  }

  private static String httpAddress(String text) {
    if (SecretNames.inAddress(text)) {
      throw new IllegalArgumentException("holds a password; an address must not");
    }
    if (!text.matches("https?://[^/\\s?#]+(/[^\\s?#]*)?")) {
      throw new IllegalArgumentException("expected an http(s) address, found '" + text + "'");
    }
    return text;
  }
}

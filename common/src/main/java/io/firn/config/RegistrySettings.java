package io.firn.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A schema registry with Confluent's API.
 *
 * @param username for basic authentication, together with {@code password}
 * @param token for bearer authentication
 * @param truststore certificates to trust instead of Java's own, JKS or PKCS12; absolute
 */
public record RegistrySettings(
    String url,
    Optional<String> username,
    Optional<Setting> password,
    Optional<Setting> token,
    Optional<Path> truststore,
    Optional<Setting> truststorePassword) {
  public RegistrySettings {
    Objects.requireNonNull(url, "url is null");
    if (username.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException("'username' and 'password' go together");
    }
    if (username.isPresent() && token.isPresent()) {
      throw new IllegalArgumentException("has both 'username' and 'token'; expected one of them");
    }
    if (truststorePassword.isPresent() && truststore.isEmpty()) {
      throw new IllegalArgumentException("has 'truststore-password' but no 'truststore'");
    }
  }

  /** One that asks for no credentials. */
  public static RegistrySettings at(String url) {
    return new RegistrySettings(
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

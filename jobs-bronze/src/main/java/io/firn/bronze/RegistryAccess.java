package io.firn.bronze;

import io.firn.config.Format;
import io.firn.config.KafkaSettings;
import io.firn.config.RegistrySettings;
import io.firn.config.Setting;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How tasks reach the schema registry, secrets revealed: made on the driver, which alone has the
 * environment and the files. Travels to the executors; {@code toString} shows the address only.
 */
final class RegistryAccess implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final RegistryAccess NONE = new RegistryAccess("", "", new byte[0], "");

  /** Empty when there is none. */
  private final String url;

  /** The header's value; empty when the registry asks for none. */
  private final String authorization;

  /** A key store; empty when Java's own certificates are trusted. */
  private final byte[] truststore;

  private final String truststorePassword;

  private RegistryAccess(
      String url, String authorization, byte[] truststore, String truststorePassword) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.authorization = authorization;
    this.truststore = truststore;
    this.truststorePassword = truststorePassword;
  }

  /**
   * What records of that format need; the secrets are read here.
   *
   * @throws FirnException CONFIG when one is not there
   */
  static RegistryAccess of(Format format, KafkaSettings kafka) {
    return switch (format) {
      case JSON -> NONE;
      case AVRO -> of(kafka.schemaRegistry().orElseThrow());
    };
  }

  static RegistryAccess of(RegistrySettings settings) {
    try {
      return new RegistryAccess(
          settings.url(),
          authorization(settings),
          settings.truststore().isPresent() ? bytes(settings.truststore().get()) : new byte[0],
          settings.truststorePassword().map(Setting::reveal).orElse(""));
    } catch (RuntimeException missing) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "Cannot read the credentials of the schema registry",
              "firn.kafka.schema-registry",
              "each variable and file that it names",
              String.valueOf(missing.getMessage()),
              "Set the variable, or give this user the file."),
          missing);
    }
  }

  private static String authorization(RegistrySettings settings) {
    Optional<String> basic =
        settings
            .username()
            .map(user -> user + ":" + settings.password().map(Setting::reveal).orElse(""))
            .map(pair -> pair.getBytes(StandardCharsets.UTF_8))
            .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair));
    return basic
        .or(() -> settings.token().map(Setting::reveal).map(token -> "Bearer " + token))
        .orElse("");
  }

  private static byte[] bytes(Path truststore) {
    try {
      return Files.readAllBytes(truststore);
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot read " + truststore, unreadable);
    }
  }

  /** Whether records do without. */
  boolean isNone() {
    return url.isEmpty();
  }

  String url() {
    return url;
  }

  Optional<String> authorization() {
    return Optional.of(authorization).filter(header -> !header.isEmpty());
  }

  /**
   * Whom to trust, when it is not Java's own choice.
   *
   * @throws FirnException CONFIG when the truststore cannot be read with its password
   */
  Optional<SSLContext> trust() {
    if (truststore.length == 0) {
      return Optional.empty();
    }
    try {
      // Java reads JKS and PKCS12 through either.
      KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(
          new ByteArrayInputStream(truststore),
          truststorePassword.isEmpty() ? null : truststorePassword.toCharArray());
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(keys);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException unreadable) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              "Cannot open the truststore of the schema registry",
              "firn.kafka.schema-registry.truststore",
              "a JKS or PKCS12 file and its password",
              unreadable.getClass().getSimpleName(),
              "Check truststore and truststore-password."),
          unreadable);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegistryAccess that
        && url.equals(that.url)
        && authorization.equals(that.authorization)
        && Arrays.equals(truststore, that.truststore)
        && truststorePassword.equals(that.truststorePassword);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, authorization);
  }

  @Override
  public String toString() {
    return url;
  }
}

package io.firn.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.UUID;

/**
 * A key with a certificate for 127.0.0.1 that signs itself, made anew each time and good for two
 * days.
 *
 * @param keystore key and certificate, for the server
 * @param truststore the certificate alone, for its clients
 * @param password of both, in PKCS #12
 */
public record BrokerCertificate(Path keystore, Path truststore, String password) {
  /** The form of both files, as Java and Kafka name it. */
  public static final String TYPE = "PKCS12";

  private static final String ALIAS = "broker";

  /** Makes both files in the folder. */
  public static BrokerCertificate in(Path folder) {
    BrokerCertificate made =
        new BrokerCertificate(
            folder.resolve("keystore.p12").toAbsolutePath(),
            folder.resolve("truststore.p12").toAbsolutePath(),
            UUID.randomUUID().toString());
    try {
      Files.createDirectories(folder);
      made.makeKey();
      made.trustIt();
      return made;
    } catch (IOException | GeneralSecurityException failed) {
      throw new SandboxException("Cannot make a key and a certificate in " + folder, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while a certificate was made", interrupted);
    }
  }

  /** The JDK signs certificates with its tool alone. */
  private void makeKey() throws IOException, InterruptedException {
    Path log = keystore.resolveSibling("keytool.log");
    ProcessBuilder keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                TYPE,
                "-keystore",
                keystore.toString(),
                "-storepass:env",
                "STORE_PASSWORD")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()));
    keytool.environment().put("STORE_PASSWORD", password);
    int exitCode = keytool.start().waitFor();
    if (exitCode != 0) {
      throw new SandboxException(
          "keytool ended with %d: %s".formatted(exitCode, Files.readString(log)));
    }
  }

  private void trustIt() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(TYPE);
    try (InputStream in = Files.newInputStream(keystore)) {
      keys.load(in, password.toCharArray());
    }
    Certificate certificate = keys.getCertificate(ALIAS);
    KeyStore trusted = KeyStore.getInstance(TYPE);
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    try (OutputStream out = Files.newOutputStream(truststore)) {
      trusted.store(out, password.toCharArray());
    }
  }
}

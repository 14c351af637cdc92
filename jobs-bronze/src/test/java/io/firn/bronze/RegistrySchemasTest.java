package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firn.change.AvroDecoder;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.config.RegistrySettings;
import io.firn.config.Setting;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry that answers, denies, stalls, lacks a schema or is something else. */
class RegistrySchemasTest {
  private static final String CANARY = "canary-4711";
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final String ROW =
      "{\"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"Row\\\", \\\"fields\\\":"
          + " [{\\\"name\\\": \\\"id\\\", \\\"type\\\": \\\"int\\\"}]}\"}";
  private static final byte[] RECORD = {0, 0, 0, 0, 7, 84};

  @TempDir private Path folder;

  private static RegistrySchemas schemas(RegistrySettings settings) {
    return RegistrySchemas.of(RegistryAccess.of(settings), "run-" + RUNS.incrementAndGet());
  }

  private static String payload(RegistrySchemas schemas) throws EnvelopeRefusal {
    return new String(
        new AvroDecoder(schemas).decode("value", RECORD).payload(), StandardCharsets.UTF_8);
  }

  private static Failure failure(RegistrySchemas schemas) {
    return catchThrowableOfType(FirnException.class, () -> schemas.of(7)).failure();
  }

  @Test
  void aSchemaIsAskedForOnceInARunAndAgainInTheNext() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().answers("/schemas/ids/7", 200, ROW)) {
      RegistryAccess access = RegistryAccess.of(RegistrySettings.at(registry.url() + "/"));
      for (String run : List.of("first", "second")) {
        for (int task = 0; task < 3; task++) {
          assertThat(payload(RegistrySchemas.of(access, run))).isEqualTo("{\"id\":42}");
        }
      }

      assertThat(registry.asked()).containsExactly("/schemas/ids/7", "/schemas/ids/7");
      assertThat(registry.authorizations()).containsOnly("null");
    }
  }

  @Test
  void whatASchemaRefersToIsFetchedFirstAndOnce() throws Exception {
    String outer =
        """
        {"schemaType": "AVRO",
         "references": [{"name": "a.B", "subject": "b/value ä", "version": 2},
                        {"name": "a.C", "subject": "c", "version": 1}],
         "schema": "{\\"type\\": \\"record\\", \\"name\\": \\"O\\", \\"fields\\": [{\\"name\\": \\"b\\", \\"type\\": \\"a.B\\"}]}"}
        """;
    String b =
        """
        {"references": [{"name": "a.C", "subject": "c", "version": 1}],
         "schema": "{\\"type\\": \\"record\\", \\"name\\": \\"a.B\\", \\"fields\\": [{\\"name\\": \\"c\\", \\"type\\": \\"a.C\\"}]}"}
        """;
    String c =
        """
        {"schema": "{\\"type\\": \\"record\\", \\"name\\": \\"a.C\\", \\"fields\\": [{\\"name\\": \\"x\\", \\"type\\": \\"int\\"}]}"}
        """;
    try (FakeRegistry registry =
        FakeRegistry.start()
            .answers("/schemas/ids/7", 200, outer)
            .answers("/subjects/b%2Fvalue%20%C3%A4/versions/2", 200, b)
            .answers("/subjects/c/versions/1", 200, c)) {
      assertThat(payload(schemas(RegistrySettings.at(registry.url()))))
          .isEqualTo("{\"b\":{\"c\":{\"x\":42}}}");
      assertThat(registry.asked()).hasSize(3);
    }
  }

  @Test
  void anUnknownIdIsAskedForOnceAndRefusedEachTime() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start()) {
      RegistrySchemas schemas = schemas(RegistrySettings.at(registry.url()));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> schemas.of(7))
            .isInstanceOfSatisfying(
                EnvelopeRefusal.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA))
            .hasMessage("the registry has no schema with the id 7");
      }
      assertThat(registry.asked()).hasSize(1);
    }
  }

  @Test
  void aSchemaOfAnotherSortIsRefusedByName() throws Exception {
    try (FakeRegistry registry =
        FakeRegistry.start()
            .answers("/schemas/ids/7", 200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}")) {
      assertThatThrownBy(() -> schemas(RegistrySettings.at(registry.url())).of(7))
          .isInstanceOfSatisfying(
              EnvelopeRefusal.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNREADABLE_SCHEMA))
          .hasMessage("schema 7 of the registry is JSON, not AVRO");
    }
  }

  @Test
  void whatIsSoonOverIsWaitedFor() throws Exception {
    try (FakeRegistry registry =
        FakeRegistry.start()
            .answers("/schemas/ids/7", 503, "")
            .answers("/schemas/ids/7", 429, "")
            .answers("/schemas/ids/7", 200, ROW)) {
      assertThat(payload(schemas(RegistrySettings.at(registry.url())))).isEqualTo("{\"id\":42}");
    }
  }

  @Test
  void aRegistryThatStaysAwayIsTransientAndIsWaitedForOnce() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().answers("/schemas/ids/7", 500, "broken")) {
      RegistrySchemas schemas = schemas(RegistrySettings.at(registry.url()));

      Failure failure = failure(schemas);

      assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
      assertThat(failure.where()).isEqualTo(registry.url() + "/schemas/ids/7");
      assertThat(failure.found()).isEqualTo("status 500");
      assertThatThrownBy(() -> schemas.of(8))
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("The schema registry does not answer");
      assertThat(registry.asked()).hasSize(4).containsOnly("/schemas/ids/7");
    }
  }

  @Test
  void anAddressWhereNobodyListensIsTransient() throws Exception {
    FakeRegistry registry = FakeRegistry.start();
    registry.close();

    Failure failure = failure(schemas(RegistrySettings.at(registry.url())));

    assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
    assertThat(failure.found()).startsWith("ConnectException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|{\"error_code\":401}|the right to read schemas",
        "403|no|the right to read schemas",
        "404|<html>|a schema registry with Confluent's API",
        "404|{\"error_code\":404}|a schema registry with Confluent's API",
        "302||a schema registry with Confluent's API",
        "200|<html>|a schema registry with Confluent's API"
      })
  void whatAPersonMustChangeIsToldAtOnce(int status, String body, String expected)
      throws Exception {
    try (FakeRegistry registry =
        FakeRegistry.start().answers("/schemas/ids/7", status, body == null ? "" : body)) {
      Failure failure = failure(schemas(basic(registry.url())));

      assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIG);
      assertThat(failure.expected()).isEqualTo(expected);
      assertThat(failure.found()).isEqualTo("status " + status);
      assertThat(failure.lines()).doesNotContain(CANARY);
      assertThat(registry.asked()).hasSize(1);
    }
  }

  @Test
  void credentialsAreSentAndNeverShown() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().answers("/schemas/ids/7", 200, ROW)) {
      RegistryAccess basic = RegistryAccess.of(basic(registry.url()));
      RegistryAccess bearer =
          RegistryAccess.of(
              new RegistrySettings(
                  registry.url(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(secret()),
                  Optional.empty(),
                  Optional.empty()));

      payload(RegistrySchemas.of(travelled(basic), "basic"));
      payload(RegistrySchemas.of(travelled(bearer), "bearer"));

      assertThat(registry.authorizations())
          .containsExactly("Basic cmVhZGVyOmNhbmFyeS00NzEx", "Bearer " + CANARY);
      assertThat(basic + " " + bearer).doesNotContain(CANARY);
    }
  }

  @Test
  void aSecretThatIsNotThereIsTold() {
    Setting missing = new Setting.FromEnvironment("NOT_SET", Map.<String, String>of()::get);
    RegistrySettings settings =
        new RegistrySettings(
            "http://registry",
            Optional.of("reader"),
            Optional.of(missing),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> RegistryAccess.of(settings))
        .isInstanceOfSatisfying(
            FirnException.class,
            thrown -> assertThat(thrown.failure().kind()).isEqualTo(ErrorKind.CONFIG))
        .hasMessageContaining("the environment variable NOT_SET is not set");
  }

  @Test
  void aCertificateIsTrustedThroughTheTruststoreOnly() throws Exception {
    Path store = keyStore();
    try (FakeRegistry registry =
        FakeRegistry.startWith(tls(store)).answers("/schemas/ids/7", 200, ROW)) {
      assertThat(payload(schemas(trusting(registry.url(), store)))).isEqualTo("{\"id\":42}");

      Failure untrusted = failure(schemas(RegistrySettings.at(registry.url())));
      assertThat(untrusted.kind()).isEqualTo(ErrorKind.CONFIG);
      assertThat(untrusted.expected()).isEqualTo("a certificate that is trusted");

      Path broken = Files.writeString(folder.resolve("broken.p12"), "no key store");
      Failure unreadable = failure(schemas(trusting(registry.url(), broken)));
      assertThat(unreadable.kind()).isEqualTo(ErrorKind.CONFIG);
      assertThat(unreadable.what()).isEqualTo("Cannot open the truststore of the schema registry");
    }
  }

  private static RegistrySettings basic(String url) {
    return new RegistrySettings(
        url,
        Optional.of("reader"),
        Optional.of(secret()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static RegistrySettings trusting(String url, Path truststore) {
    return new RegistrySettings(
        url,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(truststore),
        Optional.of(secret()));
  }

  private static Setting secret() {
    return new Setting.FromEnvironment("SECRET", Map.of("SECRET", CANARY)::get);
  }

  /** As it arrives at an executor. */
  private static RegistryAccess travelled(RegistryAccess access)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(access);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (RegistryAccess) in.readObject();
    }
  }

  private Path keyStore() throws IOException, InterruptedException {
    Path store = folder.resolve("registry.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                CANARY,
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost")
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    return store;
  }

  private static SSLContext tls(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance(store.toFile(), CANARY.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, CANARY.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}

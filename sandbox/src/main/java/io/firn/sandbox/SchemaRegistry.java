package io.firn.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Apicurio's schema registry with Confluent's API. Its schemas and their ids lie in a file, so that
 * they survive a restart.
 *
 * <p>Fetched by a build of everything only ({@code mvn package}): it is large, and nothing but Avro
 * needs it.
 */
public final class SchemaRegistry implements Part {

  private static final String MAIN = "io.quarkus.runner.GeneratedMain";

  private final URI root;
  private final JavaCommand command;
  private ChildJvm jvm;

  private SchemaRegistry(URI root, JavaCommand command) {
    this.root = root;
    this.command = command;
  }

  /** Starts a registry whose schemas lie below the directory. */
  public static SchemaRegistry start(Path dir) {
    Path home = dir.toAbsolutePath().resolve(PartName.REGISTRY.text());
    int port = FreePorts.pick();
    JavaCommand command =
        JavaCommand.of(PartName.REGISTRY.text(), home, MAIN)
            .withOptions(
                "-Xmx512m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dapicurio.datasource.url=jdbc:h2:file:" + home.resolve("schemas"));
    SchemaRegistry registry = new SchemaRegistry(URI.create("http://127.0.0.1:" + port), command);
    registry.restart();
    return registry;
  }

  /** The address for clients of Confluent's API. */
  public URI url() {
    return root.resolve("/apis/ccompat/v7");
  }

  /** The address for Apicurio's own converter of Kafka Connect. */
  URI apicurioUrl() {
    return root.resolve("/apis/registry/v2");
  }

  /** Starts the registry again on the same port, stopping it first if it still runs. */
  public synchronized void restart() {
    close();
    jvm = ChildJvm.start(command, Readiness.http(URI.create(url() + "/subjects")));
  }

  @Override
  public String name() {
    return PartName.REGISTRY.text();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(name(), url().toString());
  }

  /** Stops it; {@link #restart()} brings it back. */
  @Override
  public synchronized void close() {
    if (jvm != null) {
      jvm.close();
    }
  }
}

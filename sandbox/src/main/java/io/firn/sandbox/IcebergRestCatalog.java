package io.firn.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An Iceberg REST catalog over SQLite, its warehouse a bucket or, without one, a folder. It hands
 * out table locations only: a client brings its own object store settings.
 */
public final class IcebergRestCatalog implements Part {

  private static final String HOST = "io.firn.sandbox.host.RestCatalogHost";
  private final URI uri;
  private final String warehouse;
  private final ChildJvm jvm;

  private IcebergRestCatalog(URI uri, String warehouse, ChildJvm jvm) {
    this.uri = uri;
    this.warehouse = warehouse;
    this.jvm = jvm;
  }

  /** Starts a catalog whose database, and warehouse if no store is given, lie in the directory. */
  public static IcebergRestCatalog start(Path dir, Optional<S3Coordinates> store) {
    Path home = dir.toAbsolutePath().resolve(PartName.REST.text());
    int port = FreePorts.pick();
    URI uri = URI.create("http://127.0.0.1:" + port);
    String warehouse =
        store
            .map(s3 -> "s3://" + s3.bucket() + "/warehouse")
            .orElse(home.resolve("warehouse").toString());
    Map<String, String> settings = new TreeMap<>();
    settings.put("warehouse", warehouse);
    // In memory, each pooled connection would see a database of its own.
    settings.put(
        "uri",
        "jdbc:sqlite:%s?busy_timeout=30000&journal_mode=WAL&synchronous=NORMAL"
            .formatted(home.resolve("catalog.db")));
    settings.put("jdbc.schema-version", "V1");
    store.ifPresent(s3 -> settings.putAll(fileIo(s3)));
    Path properties = SettingsFile.write(home.resolve("catalog.properties"), settings);
    JavaCommand command =
        JavaCommand.of("rest-catalog", home, HOST, Integer.toString(port), properties.toString());
    ChildJvm jvm = ChildJvm.start(command, Readiness.http(uri.resolve("/v1/config")));
    return new IcebergRestCatalog(uri, warehouse, jvm);
  }

  private static Map<String, String> fileIo(S3Coordinates s3) {
    return Map.of(
        "io-impl",
        "org.apache.iceberg.aws.s3.S3FileIO",
        "s3.endpoint",
        s3.endpoint().toString(),
        "s3.path-style-access",
        "true",
        "s3.access-key-id",
        s3.accessKey(),
        "s3.secret-access-key",
        s3.secretKey(),
        "client.region",
        "us-east-1");
  }

  /** The address for REST catalog clients. */
  public URI uri() {
    return uri;
  }

  /** Where new tables go: a folder, or an {@code s3://} location. */
  public String warehouse() {
    return warehouse;
  }

  @Override
  public String name() {
    return PartName.REST.text();
  }

  @Override
  public Map<String, String> addresses() {
    return Map.of(name(), uri.toString());
  }

  @Override
  public void close() {
    jvm.close();
  }
}

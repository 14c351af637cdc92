package io.firn.sandbox;

import io.firn.sandbox.host.NativeHost;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** MinIO, in a container or as a program of this machine. */
public final class Minio implements ObjectStore {

  private static final String HOST = "io.firn.sandbox.host.MinioContainerHost";

  /** The last community release with a tag that stays. */
  private static final String IMAGE = "minio/minio:RELEASE.2025-09-07T16-13-09Z";

  /** Its "live" and "ready" answer 200 while requests for objects still answer 503. */
  private static final String HEALTHY = "/minio/health/cluster";

  private static final String READY = "MinIO is ready at ";
  private static final Duration PULL = Duration.ofMinutes(5);

  private final URI endpoint;
  private final String description;
  private final ChildJvm jvm;

  private Minio(URI endpoint, String description, ChildJvm jvm) {
    this.endpoint = endpoint;
    this.description = description;
    this.jvm = jvm;
  }

  /** Starts MinIO with Testcontainers; its data end with it. */
  static Minio inContainer(Path dir, String reason) {
    Path home = dir.toAbsolutePath().resolve("minio");
    JavaCommand command =
        JavaCommand.of("minio", home, HOST, IMAGE, ACCESS_KEY, SECRET_KEY, BUCKET)
            .withOptions("-Xmx128m");
    ChildJvm jvm = ChildJvm.start(command, Readiness.logged(READY), PULL);
    URI endpoint = URI.create(jvm.log().after(READY).orElseThrow());
    return new Minio(endpoint, "MinIO in a container (" + IMAGE + "), " + reason, jvm);
  }

  /** Starts a minio program over a folder below the directory. */
  static Minio fromProgram(Path dir, Path program, String reason) {
    Path home = dir.toAbsolutePath().resolve("minio");
    URI endpoint = URI.create("http://127.0.0.1:" + FreePorts.pick());
    Path data = S3.createBucket(home.resolve("data"));
    List<String> server =
        List.of(
            program.toString(), "server", data.toString(), "--address", endpoint.getAuthority());
    JavaCommand command =
        JavaCommand.ofProgram("minio", home, NativeHost.class, server)
            .withEnvironment(
                Map.of(
                    "MINIO_ROOT_USER",
                    ACCESS_KEY,
                    "MINIO_ROOT_PASSWORD",
                    SECRET_KEY,
                    "MINIO_BROWSER",
                    "off",
                    "MINIO_UPDATE",
                    "off"));
    ChildJvm jvm = ChildJvm.start(command, Readiness.http(endpoint.resolve(HEALTHY)));
    return new Minio(endpoint, "MinIO by " + program + ", " + reason, jvm);
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    jvm.close();
  }
}

package io.firn.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An object store over a folder by s3proxy, which needs nothing but Java. */
public final class S3 implements ObjectStore {

  private static final String MAIN = "org.gaul.s3proxy.Main";

  private final URI endpoint;
  private final String reason;
  private final ChildJvm jvm;

  private S3(URI endpoint, String reason, ChildJvm jvm) {
    this.endpoint = endpoint;
    this.reason = reason;
    this.jvm = jvm;
  }

  /** Starts a store whose objects are files below the directory. */
  public static S3 start(Path dir) {
    return start(dir, "asked for by name");
  }

  static S3 start(Path dir, String reason) {
    Path home = dir.toAbsolutePath().resolve(PartName.S3.text());
    int port = FreePorts.pick();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Path data = createBucket(home.resolve("data"));
    Path properties =
        SettingsFile.write(home.resolve("s3proxy.properties"), settings(endpoint, data));
    JavaCommand command = JavaCommand.of("s3", home, MAIN, "--properties", properties.toString());
    return new S3(endpoint, reason, ChildJvm.start(command, Readiness.tcp(port)));
  }

  /** A bucket is a folder: no client is needed to make one. */
  static Path createBucket(Path data) {
    try {
      Files.createDirectories(data.resolve(BUCKET));
      return data;
    } catch (IOException e) {
      throw new SandboxException(
          "Cannot create the folder of bucket '%s' in %s".formatted(BUCKET, data), e);
    }
  }

  private static Map<String, String> settings(URI endpoint, Path data) {
    return Map.of(
        "s3proxy.endpoint", endpoint.toString(),
        "s3proxy.authorization", "aws-v2-or-v4",
        "s3proxy.identity", ACCESS_KEY,
        "s3proxy.credential", SECRET_KEY,
        "s3proxy.ignore-unknown-headers", "true",
        "jclouds.provider", "filesystem-nio2",
        "jclouds.identity", "local",
        "jclouds.credential", "local",
        "jclouds.filesystem.basedir", data.toString());
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String description() {
    return "s3proxy, " + reason;
  }

  @Override
  public void close() {
    jvm.close();
  }
}

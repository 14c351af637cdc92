package io.firn.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** An S3 object store with fixed keys, path-style addressing and one bucket that exists. */
public sealed interface ObjectStore extends Part permits S3, Minio {

  String ACCESS_KEY = "firn-access-key";
  String SECRET_KEY = "firn-secret-key";
  String BUCKET = "firn";

  /** The best object store this machine can run: {@link #description()} says which and why. */
  static ObjectStore start(Path dir) {
    return ObjectStoreChoice.ofThisMachine().start(dir);
  }

  URI endpoint();

  /** Which server this is, and why it and no other was chosen. */
  String description();

  default String accessKey() {
    return ACCESS_KEY;
  }

  default String secretKey() {
    return SECRET_KEY;
  }

  default String bucket() {
    return BUCKET;
  }

  default S3Coordinates coordinates() {
    return new S3Coordinates(endpoint(), accessKey(), secretKey(), bucket());
  }

  @Override
  default String name() {
    return PartName.S3.text();
  }

  @Override
  default Map<String, String> addresses() {
    return Map.of(name(), endpoint().toString());
  }
}

package io.firn.sandbox;

import java.net.URI;

/** All a client needs to use an object store; addressing is by path, any region will do. */
public record S3Coordinates(URI endpoint, String accessKey, String secretKey, String bucket) {

  @Override
  public String toString() {
    return "bucket %s at %s".formatted(bucket, endpoint);
  }
}

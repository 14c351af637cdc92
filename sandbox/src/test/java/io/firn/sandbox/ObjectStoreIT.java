package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firn.sandbox.junit.Parts;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Parts.class)
class ObjectStoreIT {

  @Test
  void s3proxyKeepsObjectsAndAsksForKeys(S3 store) throws Exception {
    assertThat(store.description()).isEqualTo("s3proxy, asked for by name");
    keepsObjectsAndAsksForKeys(store);
  }

  @Test
  void whateverWasChosenKeepsObjectsAndAsksForKeys(ObjectStore store) throws Exception {
    assertThat(store.description()).containsAnyOf("s3proxy, as no", "MinIO by", "MinIO in a");
    keepsObjectsAndAsksForKeys(store);
  }

  @Test
  void aMinioOnThePathIsUsed(@TempDir Path dir) throws Exception {
    ObjectStoreChoice machine = ObjectStoreChoice.ofThisMachine();
    assumeTrue(machine.minioOnPath().isPresent(), "no program minio on the PATH");
    DockerEngine none = new DockerEngine(URI.create("unix:///no/such.sock"));
    try (ObjectStore store = new ObjectStoreChoice(none, machine.path()).start(dir)) {
      assertThat(store.description())
          .isEqualTo(
              "MinIO by %s, as no Docker engine answers at unix:///no/such.sock"
                  .formatted(machine.minioOnPath().orElseThrow()));
      keepsObjectsAndAsksForKeys(store);
    }
  }

  private static void keepsObjectsAndAsksForKeys(ObjectStore store) throws Exception {
    SignedRequests requests = new SignedRequests(store.coordinates());
    assertThat(requests.put("a/b.txt", "ice").statusCode()).isEqualTo(200);
    HttpResponse<String> kept = requests.get("a/b.txt");
    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(kept.body()).isEqualTo("ice");
    assertThat(kept.headers().firstValue("ETag")).isPresent();
    assertThat(requests.get("a/missing.txt").statusCode()).isEqualTo(404);
    URI object = store.endpoint().resolve("/" + store.bucket() + "/a/b.txt");
    assertThat(SignedRequests.getUnsigned(object).statusCode()).isEqualTo(403);
  }
}

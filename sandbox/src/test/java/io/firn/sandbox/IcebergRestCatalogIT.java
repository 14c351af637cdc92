package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.sandbox.junit.Parts;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Parts.class)
class IcebergRestCatalogIT {

  private static final String TABLE =
      """
      {"name": "orders", "schema": {"type": "struct", "schema-id": 0, "fields": [
        {"id": 1, "name": "id", "type": "long", "required": true}]}}
      """;

  @Test
  void createsATableInAFolder(IcebergRestCatalog catalog) throws Exception {
    assertThat(SignedRequests.getUnsigned(catalog.uri().resolve("/v1/config")).statusCode())
        .isEqualTo(200);
    String metadata = createTable(catalog);
    assertThat(metadata).contains(catalog.warehouse());
    assertThat(Path.of(metadata.replaceFirst("^file:", ""))).isRegularFile();
  }

  @Test
  void createsATableInABucket(S3 store, @TempDir Path dir) throws Exception {
    try (IcebergRestCatalog catalog =
        IcebergRestCatalog.start(dir, Optional.of(store.coordinates()))) {
      String metadata = createTable(catalog);
      String bucket = "s3://" + store.bucket() + "/";
      assertThat(catalog.warehouse()).isEqualTo(bucket + "warehouse");
      assertThat(metadata).startsWith(catalog.warehouse());
      HttpResponse<String> object =
          new SignedRequests(store.coordinates()).get(metadata.substring(bucket.length()));
      assertThat(TopicReader.json(object.body()).at("/current-schema-id").asInt()).isZero();
    }
    assertThat(Files.exists(dir.resolve("rest/catalog.db"))).isTrue();
  }

  /** The location of the metadata file of the new table. */
  private static String createTable(IcebergRestCatalog catalog) throws Exception {
    SignedRequests.postJson(
        catalog.uri().resolve("/v1/namespaces"), "{\"namespace\": [\"bronze\"]}");
    HttpResponse<String> created =
        SignedRequests.postJson(catalog.uri().resolve("/v1/namespaces/bronze/tables"), TABLE);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    JsonNode table = TopicReader.json(created.body());
    return table.at("/metadata-location").asText();
  }
}

package io.firn.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.EnvironmentLookup;
import io.firn.config.ParsedPipeline;
import io.firn.config.Pipeline;
import io.firn.config.PipelineParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the file to the manifest and back: the secret is only ever revealed where it is used. */
class CompiledSecretTest {
  private static final String CANARY = "canary-4711";
  private static final EnvironmentLookup ENVIRONMENT =
      Map.of("S3_SECRET", CANARY, "AUTHORIZATION", CANARY, "EMPTY", "")::get;

  @TempDir Path folder;

  @Test
  void the_manifest_holds_names_and_the_pipeline_read_from_it_the_values() throws IOException {
    // Given
    Path file = folder.resolve("firn.conf");
    Files.writeString(folder.resolve("jaas"), CANARY);
    Files.writeString(
        file,
        """
        firn {
          name = shop
          catalog {
            type = rest, uri = "http://catalog", warehouse = "s3://lake"
            properties {
              "s3.secret-access-key" = ${S3_SECRET}
              "header.Authorization" = ${?AUTHORIZATION}
              "s3.endpoint"          = ${?NOT_SET}
            }
          }
          kafka {
            bootstrap-servers = "localhost:9092"
            options { "sasl.jaas.config" { file = jaas } }
          }
          spark { "spark.extra" = ${EMPTY} }
          bronze.orders { topics = orders, connector = postgresql }
        }
        """);

    // When
    Pipeline parsed = ((ParsedPipeline.Valid) PipelineParser.parse(file, ENVIRONMENT)).pipeline();
    String json = ManifestJson.write(Manifest.of(parsed));
    Pipeline read = ManifestJson.readPipeline(json, ENVIRONMENT);

    // Then
    assertThat(json).doesNotContain(CANARY).contains("S3_SECRET", "AUTHORIZATION", "EMPTY");
    assertThat(json).contains(folder.resolve("jaas").toString());
    assertThat(read).isEqualTo(parsed);
    assertThat(read.toString()).doesNotContain(CANARY);
    assertThat(read.catalog().icebergProperties())
        .containsEntry("s3.secret-access-key", CANARY)
        .containsEntry("header.Authorization", CANARY)
        .doesNotContainKey("s3.endpoint");
    assertThat(read.kafka().clientProperties()).containsEntry("sasl.jaas.config", CANARY);
    assertThat(read.revealedSpark()).containsEntry("spark.extra", "");
  }
}

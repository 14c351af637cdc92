package io.firn.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestSchemaTest {
  private static final String SHOP = ManifestJson.write(Manifest.of(Pipelines.shop()));

  @Test
  void a_manifest_follows_the_schema() {
    assertThat(ManifestSchema.violations(SHOP)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"schemaVersion\": \"1\"|\"schemaVersion\": \"2\"",
        "\"schemaVersion\": \"1\"|\"schemaVersion\": 1",
        "\"schemaVersion\": \"1\",|",
        "\"pipeline\": \"shop\"|\"pipeline\": \"Web Shop\"",
        "\"pipeline\": \"shop\"|\"pipeline\": \"shop\", \"compiledAt\": \"2026-01-01\"",
        "\"env\": \"SECRET\"|\"env\": \"SECRET\", \"value\": \"x\"",
        "\"env\": \"SECRET\"|\"environment\": \"SECRET\"",
        "\"id\": \"gold:best\"|\"id\": \"gold.best\"",
        "\"id\": \"gold:best\"|\"id\": \"silver:best\"",
        "\"layer\": \"gold\"|\"layer\": \"platinum\"",
        "\"layer\": \"gold\"|\"layer\": \"bronze\"",
        "\"fingerprint\": \"|\"fingerprint\": \"x",
        "\"connector\": \"postgresql\"|\"connector\": \"db2\"",
        "\"buckets\": 8|\"buckets\": 0",
        "\"evolve\": \"add\"|\"history\": \"latest\"",
        "\"grain\": [|\"grain\": [ 1,",
        "\"type\": \"rest\"|\"type\": \"nessie\"",
      })
  void a_broken_manifest_does_not(String was, String is) {
    assertThat(SHOP).contains(was);

    assertThat(ManifestSchema.violations(SHOP.replace(was, is == null ? "" : is))).isNotEmpty();
  }
}

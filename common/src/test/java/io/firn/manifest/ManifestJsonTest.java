package io.firn.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestJsonTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("basedir", ""), "src/test/resources/io/firn/manifest/shop.json");
  private static final String SHOP = ManifestJson.write(Manifest.of(Pipelines.shop()));

  /**
   * Regenerate with {@code -Dfirn.regenerate=true}: who has checked in a manifest sees the same.
   */
  @Test
  void the_form_stays_byte_for_byte() throws IOException {
    if (Boolean.getBoolean("firn.regenerate")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, SHOP);
    }

    assertThat(SHOP).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void writing_twice_gives_the_same_text_with_one_line_break_at_the_end() {
    assertThat(ManifestJson.write(Manifest.of(Pipelines.shop()))).isEqualTo(SHOP);
    assertThat(SHOP).endsWith("}\n").doesNotEndWith("\n\n").doesNotContain("\r", "\t");
  }

  @Test
  void secrets_are_written_as_references() {
    assertThat(SHOP)
        .doesNotContain(Pipelines.CANARY)
        .contains("\"s3.secret-access-key\": {\n          \"env\": \"SECRET\"")
        .contains("\"token\": {\n          \"file\": \"/secrets/token\"");
  }

  @Test
  void a_manifest_alone_gives_the_pipeline_back() {
    Pipeline pipeline = ManifestJson.readPipeline(SHOP, Pipelines.ENVIRONMENT);

    assertThat(pipeline).isEqualTo(Pipelines.shop());
    assertThat(pipeline.catalog().properties().get("s3.secret-access-key").reveal())
        .isEqualTo(Pipelines.CANARY);
  }

  @Test
  void layout_does_not_matter_when_reading() {
    String oneLine = SHOP.replaceAll("\n *", " ");

    assertThat(ManifestJson.readPipeline(oneLine, Pipelines.ENVIRONMENT))
        .isEqualTo(Pipelines.shop());
  }

  @ParameterizedTest
  @MethodSource({"brokenForms", "partsThatDoNotAgree"})
  void what_is_no_manifest_of_this_version_is_refused(
      String was, String is, String where, String expected) {
    assertThat(SHOP).contains(was);
    String broken = SHOP.replace(was, is);

    assertThatThrownBy(() -> ManifestJson.readPipeline(broken, Pipelines.ENVIRONMENT))
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> {
              assertThat(refused.failure().kind()).isEqualTo(ErrorKind.CONFIG);
              assertThat(refused.failure().where()).isEqualTo("manifest at " + where);
              assertThat(refused.failure().expected()).isEqualTo(expected);
              assertThat(refused.failure().next()).startsWith("Compile the pipeline again");
            })
        .hasMessageNotContaining(Pipelines.CANARY);
  }

  static Stream<Arguments> brokenForms() {
    return Stream.of(
        argumentSet("syntax error", "\"edges\": [", "[", "line 2", "JSON without duplicate keys"),
        argumentSet(
            "secret pasted where JSON breaks",
            "\"pipeline\": \"shop\"",
            "\"pipeline\": canary-4711",
            "line 24",
            "JSON without duplicate keys"),
        argumentSet(
            "key twice",
            "\"pipeline\": \"shop\"",
            "\"pipeline\": \"shop\", \"pipeline\": \"shop\"",
            "line 24",
            "JSON without duplicate keys"),
        argumentSet("nothing at all", SHOP, "", "/schemaVersion", "a text"),
        argumentSet(
            "later version",
            "\"schemaVersion\": \"1\"",
            "\"schemaVersion\": \"2\"",
            "/schemaVersion",
            "1"),
        argumentSet(
            "missing setting",
            "\"warehouse\"",
            "\"house\"",
            "/settings/catalog/warehouse",
            "a text"),
        argumentSet(
            "secret written out",
            "\"s3.secret-access-key\": {\n          \"env\": \"SECRET\"\n        }",
            "\"s3.secret-access-key\": \"canary-4711\"",
            "/settings/catalog/properties/s3.secret-access-key",
            "{\"env\": …} or {\"file\": …}, or a text when it is no secret"),
        argumentSet(
            "unknown word",
            "\"type\": \"rest\"",
            "\"type\": \"cellar\"",
            "/settings/catalog/type",
            "a legal value"),
        argumentSet(
            "number as text",
            "\"buckets\": 8",
            "\"buckets\": \"8\"",
            "/units/2/settings/buckets",
            "a whole number"));
  }

  static Stream<Arguments> partsThatDoNotAgree() {
    String derived = "what the settings in this manifest give";
    return Stream.of(
        argumentSet(
            "settings edited", "\"buckets\": 8", "\"buckets\": 9", "/units/2/fingerprint", derived),
        argumentSet(
            "extra key",
            "\"pipeline\": \"shop\"",
            "\"a/b\": 1, \"pipeline\": \"shop\"",
            "/a~1b",
            derived),
        argumentSet(
            "edge to nowhere",
            "\"from\": \"gold:revenue\"",
            "\"from\": \"gold:revenu\"",
            "/edges/2/from",
            "a unit of this manifest"),
        argumentSet(
            "edge turned",
            "\"from\": \"gold:revenue\",\n      \"to\": \"gold:best\"",
            "\"from\": \"gold:best\",\n      \"to\": \"gold:revenue\"",
            "/edges/2/from",
            derived));
  }
}

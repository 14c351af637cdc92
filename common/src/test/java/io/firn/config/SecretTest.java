package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are references, and no message, text or record ever shows one. */
class SecretTest {
  private static final String CANARY = "canary-4711";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SECRET", CANARY, "SHAPED", "${canary-4711}", "NAME", "canary_table", "PUBLIC", "p");

  @TempDir Path folder;

  @Test
  void a_secret_may_come_from_the_environment() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.catalog.properties.\"s3.secret-access-key\" = ${?SECRET}")
            .with("firn.kafka.options.sasl.jaas.config = ${SECRET}")
            .with("shared = ${?SECRET}")
            .with("firn.spark.spark.ssl.keyPassword = ${shared}")
            .where(ENVIRONMENT)
            .pipeline();

    assertThat(pipeline.catalog().icebergProperties())
        .containsEntry("s3.secret-access-key", CANARY);
    assertThat(pipeline.kafka().clientProperties()).containsEntry("sasl.jaas.config", CANARY);
    assertThat(pipeline.revealedSpark()).containsEntry("spark.ssl.keyPassword", CANARY);
    assertThat(pipeline.toString()).doesNotContain(CANARY).contains("***");
  }

  @Test
  void a_secret_may_come_from_a_file_beside_the_pipeline() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .beside("secrets/key", CANARY + "\n")
            .with("firn.catalog.properties.\"s3.secret-access-key\" { file = \"secrets/key\" }")
            .pipeline();

    assertThat(pipeline.catalog().properties())
        .isEqualTo(
            Map.of("s3.secret-access-key", new Setting.FromFile(folder.resolve("secrets/key"))));
    assertThat(pipeline.catalog().icebergProperties())
        .containsEntry("s3.secret-access-key", CANARY);
    assertThat(pipeline.toString()).doesNotContain(CANARY);
  }

  @Test
  void an_optional_reference_without_variable_leaves_the_setting_out() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.kafka.options.sasl.jaas.config = ${?NOT_SET}")
            .pipeline();

    assertThat(pipeline.kafka().options()).isEmpty();
  }

  @Test
  void a_setting_that_is_one_variable_stays_a_reference_whatever_its_name() {
    Pipeline pipeline =
        PipelineFile.complete(folder)
            .with("firn.catalog.properties.\"header.Authorization\" = ${?SECRET}")
            .with("firn.catalog.properties.prefix = ${?PUBLIC}/x")
            .where(ENVIRONMENT)
            .pipeline();

    Map<String, Setting> properties = pipeline.catalog().properties();
    assertThat(properties.get("header.Authorization"))
        .isInstanceOf(Setting.FromEnvironment.class)
        .hasToString("***");
    assertThat(properties.get("prefix")).isEqualTo(new Setting.Plain("p/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "firn.catalog.properties.\"s3.secret-access-key\" = canary-4711",
        "firn.catalog.properties.jdbc.password = \"canary-4711\"",
        "firn.catalog.properties.\"s3.access-key-id\" = ${literal}, literal = canary-4711",
        "firn.kafka.options.\"sasl.jaas.config\" = \"password=\"${SECRET}",
        "firn.kafka.options.\"ssl.keystore.key\" = ${SECRET}${SECRET}",
        "firn.kafka.options.\"ssl.key.password\" = [canary-4711]",
        "firn.spark.\"spark.hadoop.fs.s3a.secret.key\" = ${UNKNOWN}${SECRET}",
        "firn.spark.\"spark.hadoop.token\" = ${SHAPED}${UNKNOWN}",
        "firn.spark.\"spark.hadoop.token\" = ${SECRET}${UNKNOWN}",
        "firn.spark.\"spark.my.passphrase\" { file = \"canary\", b = \"canary-4711\" }",
        "firn.spark.\"spark.my.passphrase\" = ${SECRET} { a = b }",
        "firn.catalog.uri = \"jdbc:postgresql://db/lake?user=u&password=canary-4711\"",
        "firn.catalog.uri = \"jdbc:postgresql://u:canary-4711@db/lake\"",
        "firn.kafka.schema-registry = \"http://u:canary-4711@registry\"",
        "firn.catalog.warehouse = \"s3a://key:canary-4711@lake\"",
        "firn.spark.spark.proxy = \"http://u:canary-4711@proxy\"",
        "firn.kafka.schema-registry = \"http://u:\"${SECRET}\"@registry\"",
        "firn.kafka.schema-registry = \"ftp:\"${SECRET}",
        "firn.kafka.schema-registry { url = \"ftp:\"${SECRET} }",
        "firn.kafka.schema-registry { url = \"http://r\", token = canary-4711 }",
        "firn.kafka.schema-registry { url = \"http://r\", token = \"a\"${SECRET} }",
        "firn.kafka.schema-registry { url = \"http://r\", token { a = ${SECRET} } }",
        "firn.kafka.bootstrap-servers = ${SECRET}",
        "firn.catalog.type = ${SECRET}",
        "firn.name = ${SECRET}\"!\"",
        "firn.bronze.orders.topics = ${SECRET}\"(\"",
        "firn.silver.orders.buckets = ${SECRET}",
        "firn.silver.orders.from = ${SECRET}",
        "firn.silver.orders.columns.a = ${SECRET}",
        "firn.silver.orders.key = [id, ${SECRET}, ${SECRET}]",
        "firn.silver.orders { evolve = freeze, key = [${SECRET}] }",
        "firn.gold.revenue.from = [${SECRET}]",
        "firn.gold.revenue.sql = ${SECRET}.sql",
        "firn.silver.orders.from = bronze.${NAME}",
        "firn.bronze = ${SECRET}",
        "firn.unknown = ${SECRET}",
        "outside = ${SECRET}",
        "firn.kafka.options.password = canary-4711 : x",
        "firn.kafka.options.password = canary-4711 { a = b }",
        "firn.kafka.options.password = [canary-4711] canary-4711",
        "firn.kafka.options.password = canary-4711 ${",
        "firn.kafka.options.password = \"canary-4711",
        "firn.kafka.options.password : : canary-4711",
        "firn.kafka.options.password canary-4711",
        "firn.kafka.options.password = canary-4711$",
        "firn.kafka.options { password = canary-4711",
        "include canary-4711",
      })
  void no_problem_shows_a_secret(String line) {
    PipelineFile file = PipelineFile.complete(folder).with(line).where(ENVIRONMENT);

    assertThat(file.problems())
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain(CANARY, "canary_"));
  }

  @Test
  void a_secret_written_out_is_refused_with_the_way_out() {
    PipelineFile file =
        PipelineFile.complete(folder)
            .with("firn.kafka.options.\"ssl.key.password\" = canary-4711")
            .with("firn.kafka.options.\"sasl.jaas.config\" = \"a \"${SECRET}")
            .with("firn.kafka.options.token { file = \"none\" }")
            .where(ENVIRONMENT);

    String rule =
        "is a secret, and secrets are references: expected ${?NAME} alone or { file = \"path\" },"
            + " found ";
    assertThat(file.messages())
        .containsExactly(
            "firn.kafka.options.\"ssl.key.password\": " + rule + "the value itself",
            "firn.kafka.options.\"sasl.jaas.config\": " + rule + "a text around a reference",
            "firn.kafka.options.token.file: there is no readable file " + folder.resolve("none"));
  }

  @Test
  void a_required_variable_of_a_secret_must_be_set() {
    PipelineFile file =
        PipelineFile.complete(folder).with("firn.kafka.options.password = ${KAFKA_PASSWORD}");

    assertThat(file.messages())
        .containsExactly(
            "firn.kafka.options.password: refers to ${KAFKA_PASSWORD}, which is neither a key of"
                + " this file nor an environment variable that is set");
  }

  @Test
  void revealing_reads_at_the_last_moment_and_says_what_is_missing() {
    TreeMap<String, String> environment = new TreeMap<>();
    Setting variable = new Setting.FromEnvironment("LATER", environment::get);
    Setting file = new Setting.FromFile(folder.resolve("none"));

    assertThatThrownBy(variable::reveal)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the environment variable LATER is not set");
    environment.put("LATER", CANARY);
    assertThat(variable.reveal()).isEqualTo(CANARY);
    assertThatThrownBy(file::reveal)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot read the secret file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.secret-access-key",
        "s3.access-key-id",
        "jdbc.password",
        "token",
        "credential",
        "sasl.jaas.config",
        "ssl.keystore.key",
        "ssl.keystore.password",
        "adls.sas-token.account",
        "spark.hadoop.fs.s3a.access.key",
        "gcs.private-key",
        "PASSPHRASE",
      })
  void names_that_speak_of_a_secret(String name) {
    assertThat(SecretNames.isSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3.endpoint",
        "io-impl",
        "security.protocol",
        "ssl.keystore.location",
        "spark.hadoop.fs.s3a.aws.credentials.provider",
        "client.credentials-provider",
        "token-refresh-enabled",
        "sasl.oauthbearer.token.endpoint.url",
        "spark.sql.shuffle.partitions",
      })
  void names_that_do_not(String name) {
    assertThat(SecretNames.isSecret(name)).isFalse();
  }
}

package io.firn.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.CatalogSettings;
import io.firn.config.CatalogType;
import io.firn.config.KafkaSettings;
import io.firn.config.Pipeline;
import io.firn.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private static final Setting SECRET = new Setting.FromFile(Path.of("pin"));
  private static final Setting PLAIN = new Setting.Plain("7");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.catalog.lake.pin",
        "kafka.client.pin",
        "spark.shop.pin",
        "spark.hadoop.fs.pin",
        "fs.pin",
        "SPARK.SHOP.PIN",
        "s3.secret-access-key",
        "kafka.sasl.jaas.config",
        "header.Authorization"
      })
  void whatThePipelineRefersToIsHiddenWhateverItsName(String name) {
    assertThat(hidden().matcher(name).find()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.sql.catalog.lake.pinned",
        "spark.sql.catalog.lake.size",
        "spark.shop-pin",
        "spark.master",
        "fs.size"
      })
  void otherSettingsAreShown(String name) {
    assertThat(hidden().matcher(name).find()).isFalse();
  }

  @Test
  void aPipelineWithoutReferencesHidesWhatSoundsSecret() {
    Pattern names = Pattern.compile(Redaction.names(pipeline(PLAIN)));

    assertThat(names.matcher("jdbc.password").find()).isTrue();
    assertThat(names.matcher("spark.shop.pin").find()).isFalse();
  }

  private static Pattern hidden() {
    return Pattern.compile(Redaction.names(pipeline(SECRET)));
  }

  private static Pipeline pipeline(Setting pin) {
    return new Pipeline(
        "shop",
        new CatalogSettings(
            "lake",
            CatalogType.HADOOP,
            Optional.empty(),
            "warehouse",
            new TreeMap<>(Map.of("pin", pin, "size", PLAIN))),
        new KafkaSettings(
            "127.0.0.1:9", Optional.empty(), new TreeMap<>(Map.of("client.pin", pin))),
        new TreeMap<>(
            Map.of("spark.shop.pin", pin, "spark.hadoop.fs.pin", pin, "spark.master", PLAIN)),
        Path.of("reports"),
        List.of(),
        List.of(),
        List.of());
  }
}

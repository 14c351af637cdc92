package io.firn.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import io.firn.config.PipelineTemplate;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checking and compiling a pipeline must answer at once, so it must not need Spark or Iceberg. */
class NoSparkTest {
  @TempDir Path folder;

  @Test
  void a_pipeline_compiles_without_spark_and_iceberg_on_the_class_path() throws Exception {
    // Given
    for (Map.Entry<String, String> file : PipelineTemplate.files("shop").entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }

    // When
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                CompileOnly.class.getName(),
                folder.resolve(PipelineTemplate.PIPELINE_FILE).toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(output).isEqualTo("compiled");
    assertThat(jvm.waitFor()).isZero();
  }

  private static String classPath() {
    return Stream.of(
            CompileOnly.class,
            Manifest.class,
            Config.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonView.class)
        .map(NoSparkTest::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

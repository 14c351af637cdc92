package io.firn.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pipeline that a new project starts from: commented, and valid as it is. */
public final class PipelineTemplate {
  /** The pipeline file's usual name: the commands look for it when they are given none. */
  public static final String PIPELINE_FILE = "firn.conf";

  private static final List<String> OTHER_FILES =
      List.of("sql/daily_revenue.sql", "tests/daily_revenue.yaml");

  private PipelineTemplate() {}

  /**
   * The pipeline file alone.
   *
   * @param name the pipeline's name
   * @throws IllegalArgumentException when {@code name} is no legal one
   */
  public static String text(String name) {
    FirnSection.pipelineName(name);
    return resource(PIPELINE_FILE).replace("@NAME@", name);
  }

  /** Every file by its path, the pipeline file first. */
  public static Map<String, String> files(String name) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(PIPELINE_FILE, text(name));
    OTHER_FILES.forEach(file -> files.put(file, resource(file)));
    return Collections.unmodifiableMap(files);
  }

  private static String resource(String file) {
    try (InputStream content = PipelineTemplate.class.getResourceAsStream("template/" + file)) {
      return new String(
          Objects.requireNonNull(content, "the template lacks " + file).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the template " + file, unreadable);
    }
  }
}

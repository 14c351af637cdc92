package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A pipeline file in a folder. {@link #complete} starts from a valid pipeline of one table per
 * layer; what a test adds goes behind it, and HOCON lets the last word win.
 */
record PipelineFile(Path folder, String text, Map<String, String> environment) {
  static final String COMPLETE =
      """
      firn {
        name = shop
        catalog {
          type = jdbc
          uri = "jdbc:sqlite:warehouse/catalog.db"
          warehouse = warehouse
        }
        kafka {
          bootstrap-servers = "localhost:9092"
        }
        bronze.orders {
          topics = "(?<tenant>[a-z]+)\\\\.shop\\\\.orders"
          connector = postgresql
        }
        silver.orders {
          from = bronze.orders
          key = [tenant, id]
        }
        gold.revenue {
          from = [silver.orders]
          grain = [tenant]
          sql = "revenue.sql"
        }
      }
      """;
  static final int LINES_OF_COMPLETE = (int) COMPLETE.lines().count();

  static PipelineFile complete(Path folder) {
    return new PipelineFile(folder, COMPLETE, Map.of())
        .beside("revenue.sql", "SELECT tenant FROM silver.orders GROUP BY tenant");
  }

  PipelineFile with(String line) {
    return new PipelineFile(folder, text + line + "\n", environment);
  }

  PipelineFile without(String line) {
    assertThat(text).contains(line);
    return new PipelineFile(folder, text.replace(line, ""), environment);
  }

  PipelineFile where(Map<String, String> variables) {
    return new PipelineFile(folder, text, variables);
  }

  PipelineFile beside(String file, String content) {
    write(folder.resolve(file), content);
    return this;
  }

  Path file() {
    return folder.resolve("firn.conf");
  }

  EnvironmentLookup lookup() {
    return environment::get;
  }

  ParsedPipeline parse() {
    write(file(), text);
    return PipelineParser.parse(file(), lookup());
  }

  Pipeline pipeline() {
    ParsedPipeline parsed = parse();
    assertThat(parsed).isInstanceOf(ParsedPipeline.Valid.class);
    return ((ParsedPipeline.Valid) parsed).pipeline();
  }

  List<Problem> problems() {
    ParsedPipeline parsed = parse();
    assertThat(parsed).isInstanceOf(ParsedPipeline.Invalid.class);
    return ((ParsedPipeline.Invalid) parsed).problems();
  }

  /** Problems as {@code key: message}. */
  List<String> messages() {
    return problems().stream().map(problem -> problem.key() + ": " + problem.message()).toList();
  }

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}

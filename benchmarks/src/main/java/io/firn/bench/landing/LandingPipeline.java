package io.firn.bench.landing;

import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.PipelineFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pipeline of one round: an ordinary file with one bronze table, so that every round lands the
 * same offsets into a table that does not exist yet. All rounds share a catalog.
 *
 * @param unit the one unit in it
 */
record LandingPipeline(Pipeline pipeline, UnitName unit) {
  static final String TOPIC = "acme.shop.orders";

  private static final String TEXT =
      """
      firn {
        name = bench-landing
        catalog {
          type      = jdbc
          uri       = "jdbc:sqlite:warehouse/catalog.db"
          warehouse = "warehouse"
        }
        kafka.bootstrap-servers = "%s"
        bronze.orders_%d {
          topics    = "(?<tenant>[a-z0-9-]+)\\\\.shop\\\\.orders"
          connector = postgresql
        }
      }
      """;

  /** Writes the file, where it stays for a second look, and reads it as every verb does. */
  static LandingPipeline write(Path folder, String bootstrapServers, int round) {
    Path file = folder.resolve("round-" + round + ".conf");
    try {
      Files.writeString(file, TEXT.formatted(bootstrapServers, round));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
    Pipeline pipeline = PipelineFiles.read(file, name -> null);
    return new LandingPipeline(pipeline, pipeline.units().get(0));
  }

  TableName table() {
    return unit.tableName();
  }
}

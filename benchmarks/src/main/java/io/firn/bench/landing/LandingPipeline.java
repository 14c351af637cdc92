package io.firn.bench.landing;

import io.firn.bench.workload.TopicLoad;
import io.firn.config.KafkaReader;
import io.firn.config.Pipeline;
import io.firn.model.TableName;
import io.firn.model.UnitName;
import io.firn.run.PipelineFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The pipeline of one peer: an ordinary file with a bronze table for each topic. All peers share a
 * catalog, each has tables of its own.
 */
record LandingPipeline(Pipeline pipeline) {
  private static final String HEAD =
      """
      firn {
        name = bench-landing
        catalog {
          type      = jdbc
          uri       = "jdbc:sqlite:warehouse/catalog.db"
          warehouse = "warehouse"
        }
        kafka { bootstrap-servers = "%s", reader = %s }
      """;

  private static final String TABLE =
      """
        bronze.%s_%s {
          topics    = "(?<tenant>[a-z0-9-]+)\\\\.shop\\\\.%2$s"
          connector = postgresql
        }
      """;

  /** Writes the file, where it stays for a second look, and reads it as every verb does. */
  static LandingPipeline write(
      Path folder,
      String peer,
      String bootstrapServers,
      KafkaReader reader,
      List<TopicLoad> loads) {
    String prefix = prefix(peer);
    StringBuilder text =
        new StringBuilder(HEAD.formatted(bootstrapServers, reader.name().toLowerCase(Locale.ROOT)));
    for (TopicLoad load : loads) {
      String table = load.topic().substring(load.topic().lastIndexOf('.') + 1);
      text.append(TABLE.formatted(prefix, table));
    }
    Path file = folder.resolve(peer + ".conf");
    try {
      Files.writeString(file, text.append("}\n"));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
    return new LandingPipeline(PipelineFiles.read(file, name -> null));
  }

  /** Begins the names of the peer's tables. */
  static String prefix(String peer) {
    return peer.replace('-', '_');
  }

  List<TableName> tables() {
    return pipeline.units().stream().map(UnitName::tableName).toList();
  }
}

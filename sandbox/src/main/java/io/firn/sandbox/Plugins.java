package io.firn.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** The folder Connect looks into: one sub-folder per plugin, holding links to its jars. */
record Plugins(Path folder) {

  private static final String AVRO = "avro-converter";
  private static final List<String> PLUGINS =
      List.of("debezium-postgres", "debezium-mariadb", AVRO);

  void link() {
    for (String plugin : PLUGINS) {
      Path home = folder.resolve(plugin);
      try {
        Files.createDirectories(home);
        for (Path jar : ClassPaths.find().of(plugin)) {
          Path link = link(plugin, jar);
          Files.deleteIfExists(link);
          Files.createSymbolicLink(link, jar);
        }
      } catch (IOException e) {
        throw new SandboxException("Cannot link the jars of %s into %s".formatted(plugin, home), e);
      }
    }
    announce(
        folder.resolve(AVRO).resolve("announcement.jar"),
        "org.apache.kafka.connect.storage.Converter",
        "io.apicurio.registry.utils.converter.AvroConverter");
  }

  /**
   * Writes a jar that announces the class, which its own jar does not: Connect would not see it.
   */
  private static void announce(Path jar, String service, String implementation) {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/" + service));
      out.write(implementation.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SandboxException("Cannot write " + jar, e);
    }
  }

  /** Takes the links away, lest whoever deletes the folder's tree follows them. */
  void unlink() {
    for (String plugin : PLUGINS) {
      try {
        for (Path jar : ClassPaths.find().of(plugin)) {
          Files.deleteIfExists(link(plugin, jar));
        }
      } catch (IOException e) {
        throw new SandboxException("Cannot remove the links in " + folder.resolve(plugin), e);
      }
    }
  }

  private Path link(String plugin, Path jar) {
    return folder.resolve(plugin).resolve(jar.getFileName());
  }
}

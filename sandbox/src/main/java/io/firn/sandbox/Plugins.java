package io.firn.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder Connect looks into: one sub-folder per connector, holding links to its jars. */
record Plugins(Path folder) {

  private static final List<String> CONNECTORS = List.of("debezium-postgres", "debezium-mariadb");

  void link() {
    for (String connector : CONNECTORS) {
      Path home = folder.resolve(connector);
      try {
        Files.createDirectories(home);
        for (Path jar : ClassPaths.find().of(connector)) {
          Path link = link(connector, jar);
          Files.deleteIfExists(link);
          Files.createSymbolicLink(link, jar);
        }
      } catch (IOException e) {
        throw new SandboxException(
            "Cannot link the jars of %s into %s".formatted(connector, home), e);
      }
    }
  }

  /** Takes the links away, lest whoever deletes the folder's tree follows them. */
  void unlink() {
    for (String connector : CONNECTORS) {
      try {
        for (Path jar : ClassPaths.find().of(connector)) {
          Files.deleteIfExists(link(connector, jar));
        }
      } catch (IOException e) {
        throw new SandboxException("Cannot remove the links in " + folder.resolve(connector), e);
      }
    }
  }

  private Path link(String connector, Path jar) {
    return folder.resolve(connector).resolve(jar.getFileName());
  }
}

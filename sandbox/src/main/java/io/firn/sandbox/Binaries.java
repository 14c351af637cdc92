package io.firn.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * Where database servers are unpacked: once per user and version, not once per sandbox, because
 * MariaDB's alone take 360 MB and some seconds. It is no temporary folder, from which systems
 * delete single old files.
 */
final class Binaries {

  private Binaries() {}

  /** The folder for what the jar holds that begins with this name. */
  static Path folder(List<Path> classPath, String jar) {
    String version =
        classPath.stream()
            .map(path -> path.getFileName().toString())
            .filter(name -> name.startsWith(jar))
            .findFirst()
            .map(name -> name.substring(0, name.length() - ".jar".length()))
            .orElseThrow(
                () ->
                    new SandboxException(
                        "Cannot find the jar %s* on the class path %s".formatted(jar, classPath)));
    return Path.of(System.getProperty("user.home"), ".cache", "firn", version);
  }
}

package io.firn.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The class paths the build wrote for the parts, one file per folder of {@code sandbox/parts}. The
 * jars stay in the local Maven repository; nothing is copied.
 */
final class ClassPaths {

  private static final String HOME = "firn.home";
  private static final Path PARTS = Path.of("sandbox", "parts");
  private static final String BUILD = "run `mvn -DskipTests package` there";

  private final Path parts;

  private ClassPaths(Path parts) {
    this.parts = parts;
  }

  /** Finds the repository by the property firn.home, else upwards from the working directory. */
  static ClassPaths find() {
    return find(Optional.ofNullable(System.getProperty(HOME)), Path.of(""));
  }

  static ClassPaths find(Optional<String> home, Path workingDirectory) {
    if (home.isPresent()) {
      Path parts = Path.of(home.get()).resolve(PARTS);
      if (!Files.isDirectory(parts)) {
        throw new SandboxException(
            "Cannot find the sandbox parts: -D%s=%s holds no folder %s. Point %s at the root of the Firn repository."
                .formatted(HOME, home.get(), PARTS, HOME));
      }
      return new ClassPaths(parts);
    }
    Path start = workingDirectory.toAbsolutePath().normalize();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(PARTS))) {
        return new ClassPaths(folder.resolve(PARTS));
      }
    }
    throw new SandboxException(
        "Cannot find the sandbox parts: no folder from %s upwards holds %s. Start from inside the Firn repository or pass -D%s=<its root>."
            .formatted(start, PARTS, HOME));
  }

  /** The classes and jars of one part, in class path order. */
  List<Path> of(String part) {
    Path target = parts.resolve(part).resolve("target");
    Path file = target.resolve("classpath");
    Path classes = target.resolve("classes");
    Path root = parts.getParent().getParent();
    if (!Files.isRegularFile(file)) {
      throw new SandboxException(
          "Cannot start part '%s': its class path file %s does not exist. The repository %s is not built: %s."
              .formatted(part, file, root, BUILD));
    }
    List<Path> jars = read(file);
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new SandboxException(
            "Cannot start part '%s': %s names %s, which does not exist. The local Maven repository has changed: in %s, %s."
                .formatted(part, file, jar, root, BUILD.replace(" there", "")));
      }
    }
    return Files.isDirectory(classes) ? join(classes, jars) : jars;
  }

  private static List<Path> join(Path classes, List<Path> jars) {
    return Stream.concat(Stream.of(classes), jars.stream()).toList();
  }

  private static List<Path> read(Path file) {
    try {
      return Arrays.stream(Files.readString(file).strip().split(":")).map(Path::of).toList();
    } catch (IOException e) {
      throw new SandboxException("Cannot read the class path file " + file, e);
    }
  }
}

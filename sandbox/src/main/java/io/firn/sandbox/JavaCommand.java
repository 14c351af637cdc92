package io.firn.sandbox;

import static java.util.stream.Collectors.joining;

import io.firn.sandbox.host.ParentWatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a part's JVM is started: its class path, its main class under {@link ParentWatch}, a small
 * heap and the first compiler only, because parts live for seconds or minutes.
 *
 * @param hosts our own classes the part's JVM needs besides {@link ParentWatch}
 */
record JavaCommand(
    String name,
    Path dir,
    List<Path> classPath,
    String mainClass,
    List<String> arguments,
    List<Class<?>> hosts,
    List<String> options,
    Map<String, String> environment) {

  private static final List<String> SMALL_AND_QUICK =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "-Duser.timezone=UTC",
          "-Dfile.encoding=UTF-8");

  /** What a user set for other JVMs must not reach a part. */
  private static final List<String> FOREIGN_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH");

  JavaCommand {
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
    hosts = List.copyOf(hosts);
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /** A foreign main class. */
  static JavaCommand of(String name, Path dir, String mainClass, String... arguments) {
    List<Path> jars = ClassPaths.find().of(name);
    return new JavaCommand(
        name, dir, jars, mainClass, List.of(arguments), List.of(), List.of("-Xmx512m"), Map.of());
  }

  /** One of our host classes, on the class path of the part. */
  static JavaCommand of(String name, Path dir, Class<?> host, String... arguments) {
    return of(name, dir, host.getName(), arguments).withHosts(List.of(host));
  }

  /** A host class that runs a program of this machine, and needs nothing but itself. */
  static JavaCommand ofProgram(String name, Path dir, Class<?> host, List<String> program) {
    return new JavaCommand(
        name, dir, List.of(), host.getName(), program, List.of(host), List.of("-Xmx32m"), Map.of());
  }

  private JavaCommand withHosts(List<Class<?>> added) {
    return new JavaCommand(name, dir, classPath, mainClass, arguments, added, options, environment);
  }

  JavaCommand withOptions(String... replaced) {
    return new JavaCommand(
        name, dir, classPath, mainClass, arguments, hosts, List.of(replaced), environment);
  }

  JavaCommand withEnvironment(Map<String, String> added) {
    return new JavaCommand(name, dir, classPath, mainClass, arguments, hosts, options, added);
  }

  /** Writes what the JVM needs into the directory and describes the process. */
  ProcessBuilder prepare() {
    try {
      Files.createDirectories(temporary());
      Path argumentFile = dir.resolve(name + ".args");
      Files.write(argumentFile, quoted(copyHosts()));
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      ProcessBuilder builder = new ProcessBuilder(java.toString(), "@" + argumentFile);
      builder.directory(dir.toFile()).redirectErrorStream(true);
      builder.environment().keySet().removeAll(FOREIGN_OPTIONS);
      builder.environment().putAll(environment);
      return builder;
    } catch (IOException e) {
      throw new SandboxException("Cannot prepare part '%s' in %s".formatted(name, dir), e);
    }
  }

  private List<String> quoted(Path hostFolder) {
    List<String> command = new ArrayList<>(SMALL_AND_QUICK);
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + temporary());
    command.add("-cp");
    command.add(
        Stream.concat(Stream.of(hostFolder), classPath.stream())
            .map(Path::toString)
            .collect(joining(":")));
    command.add(ParentWatch.class.getName());
    command.add(mainClass);
    command.addAll(arguments);
    return command.stream()
        .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .toList();
  }

  /** Unpacked native libraries and the like end with the directory, however the part ends. */
  private Path temporary() {
    return dir.resolve("tmp");
  }

  /** Only these classes, never the jar they came from: it may hold Spark, or all of Firn. */
  private Path copyHosts() throws IOException {
    Path folder = dir.resolve("host");
    for (Class<?> host : Stream.concat(Stream.of(ParentWatch.class), hosts.stream()).toList()) {
      String file = host.getName().replace('.', '/') + ".class";
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      try (InputStream bytes = host.getClassLoader().getResourceAsStream(file)) {
        Files.write(target, bytes.readAllBytes());
      }
    }
    return folder;
  }
}

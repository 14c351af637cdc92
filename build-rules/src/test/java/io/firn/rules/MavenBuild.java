package io.firn.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run of the Maven that runs this test, in a process of its own. */
record MavenBuild(int exitCode, String log) {
  private static final int MINUTES = 5;

  static MavenBuild run(Path folder, String... arguments) throws Exception {
    Path log = folder.resolve("maven.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
    command.addAll(List.of("--batch-mode", "-DskipTests", "-Dstyle.color=never"));
    command.add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
    command.addAll(List.of(arguments));
    Process maven =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!maven.waitFor(MINUTES, TimeUnit.MINUTES)) {
      maven.destroyForcibly();
      throw new IOException("Maven did not end within " + MINUTES + " minutes, see " + log);
    }
    return new MavenBuild(maven.exitValue(), Files.readString(log));
  }

  Set<String> failedModules() {
    return matches("\\[INFO] (\\S+) \\.+ FAILURE");
  }

  Set<String> bannedDependencies() {
    return matches("(\\S+) <--- banned");
  }

  /** Errors that name their check, as {@code path:line check}. */
  Set<String> compilerErrors(Path module) throws IOException {
    String root = Pattern.quote(module.toRealPath() + "/");
    return Pattern.compile("\\[ERROR] " + root + "(\\S+):\\[(\\d+),\\d+] \\[(\\w+)]")
        .matcher(log)
        .results()
        .map(error -> error.group(1) + ":" + error.group(2) + " " + error.group(3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> matches(String regex) {
    return Pattern.compile(regex)
        .matcher(log)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

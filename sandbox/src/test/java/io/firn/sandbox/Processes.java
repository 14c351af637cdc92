package io.firn.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine, those included that no JVM of ours started directly. */
final class Processes {

  private Processes() {}

  /** The commands that name the folder: each part's process does, native servers too. */
  static List<String> naming(Path folder) {
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes
          .flatMap(process -> process.info().commandLine().stream())
          .filter(command -> command.contains(folder.toString()))
          .toList();
    }
  }
}

package io.firn.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident set that Linux saw of a process so far ({@code VmHWM}). */
public final class ResidentPeak {
  private static final String LINE = "VmHWM:";

  private ResidentPeak() {}

  /** Of this process, in bytes; 0 where the system does not tell. */
  public static long ofThisProcess() {
    return of("self");
  }

  /** 0 also when the process has just ended. */
  static long of(String pid) {
    try {
      return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}

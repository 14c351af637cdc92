package io.firn.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * CPU time as Linux charges it, user and system together, in hundredths of a second (proc(5),
 * {@code /proc/PID/stat}).
 *
 * @param own of all threads of the process, ended ones too
 * @param endedChildren of the children that it has collected
 */
record ProcessTimes(double own, double endedChildren) {
  /** USER_HZ: part of Linux' interface on every architecture that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Places behind the process' name. */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final int CUTIME = 13;
  private static final int CSTIME = 14;

  static ProcessTimes of(String pid) {
    Path stat = Path.of("/proc", pid, "stat");
    try {
      return parse(Files.readString(stat));
    } catch (IOException notLinux) {
      throw new UncheckedIOException(
          "CPU time of other processes is read from Linux' " + stat, notLinux);
    }
  }

  /** The process' name stands second, in brackets, and may hold blanks and brackets itself. */
  static ProcessTimes parse(String stat) {
    List<String> fields =
        Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
    return new ProcessTimes(
        seconds(fields, UTIME) + seconds(fields, STIME),
        seconds(fields, CUTIME) + seconds(fields, CSTIME));
  }

  private static double seconds(List<String> fields, int place) {
    return Long.parseLong(fields.get(place)) / TICKS_PER_SECOND;
  }
}

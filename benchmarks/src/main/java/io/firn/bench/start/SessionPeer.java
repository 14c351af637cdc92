package io.firn.bench.start;

import io.firn.bench.measure.ChildProcesses;
import io.firn.bench.measure.Peer;
import io.firn.bench.measure.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that runs {@link BareSession}. */
final class SessionPeer implements Peer {
  /** Started as {@code firn run} is: the figure's divisor. */
  static final String BARE = "bare session";

  /** Started with the JVM's defaults, as most Spark programs are: for the eye. */
  static final String PLAIN = "plain session";

  private final String name;
  private final List<String> jvmOptions;
  private final ChildProcesses children;
  private final Path folder;

  private SessionPeer(String name, List<String> jvmOptions, ChildProcesses children, Path folder) {
    this.name = name;
    this.jvmOptions = jvmOptions;
    this.children = children;
    this.folder = folder;
  }

  /**
   * With all JVM options of this process. The launcher started it with those of {@code firn run},
   * the class archive among them, so that the ratio tells what Firn does and not how its JVM is
   * tuned.
   */
  static SessionPeer bare(ChildProcesses children, Path folder) {
    List<String> options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith("-Dfirn."))
            .toList();
    return new SessionPeer(BARE, options, children, folder);
  }

  /** With those options only that Spark cannot start without. */
  static SessionPeer plain(ChildProcesses children, Path folder) {
    List<String> needed =
        bare(children, folder).jvmOptions.stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-D"))
            .toList();
    return new SessionPeer(PLAIN, needed, children, folder);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(int round) {
    // Its process leaves nothing behind.
  }

  @Override
  public void run() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(BareSession.class.getName());
    children.run(command, folder, log());
  }

  @Override
  public Work check() {
    try {
      String said = Files.readString(log()).strip();
      if (!said.endsWith(String.valueOf(BareSession.ROWS))) {
        throw new IllegalStateException(
            "the %s said '%s', expected %d".formatted(name, said, BareSession.ROWS));
      }
      return Work.ofRows(BareSession.ROWS);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + log(), failed);
    }
  }

  private Path log() {
    return folder.resolve(name.replace(' ', '-') + ".log");
  }
}

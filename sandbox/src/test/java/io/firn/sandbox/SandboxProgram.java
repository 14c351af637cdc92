package io.firn.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a test starts in a JVM of its own and then ends as roughly as a machine can. */
public final class SandboxProgram {

  private SandboxProgram() {}

  /** Arguments: the directory, the parts; writes {@code ready} into the directory when they run. */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    try (Sandbox sandbox = Sandbox.start(dir, PartName.parseList(args[1]), System.out::println)) {
      Files.writeString(dir.resolve("ready.tmp"), sandbox.addresses().toString());
      Files.move(dir.resolve("ready.tmp"), dir.resolve("ready"));
      Thread.currentThread().join();
    }
  }
}

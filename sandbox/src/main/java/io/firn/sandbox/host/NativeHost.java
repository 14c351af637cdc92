package io.firn.sandbox.host;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** Runs a program that is no Java until it or this JVM ends, so that it ends with our parent. */
public final class NativeHost {

  private static final long GRACE_SECONDS = 5;

  private NativeHost() {}

  /** Arguments: the program and its arguments. */
  public static void main(String[] args) throws Exception {
    Process program =
        new ProcessBuilder(args)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(program)));
    System.exit(program.waitFor());
  }

  private static void end(Process program) {
    program.destroy();
    try {
      if (!program.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        program.destroyForcibly();
      }
    } catch (InterruptedException e) {
      program.destroyForcibly();
    }
  }
}

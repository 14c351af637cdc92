package io.firn.sandbox.host;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class and ends this JVM when the JVM that started it is gone, even by {@code
 * kill -9}. Standard input is a pipe whose other end only the parent holds: the kernel closes it
 * with the parent, whatever ended it, so there is nothing to poll. This class must not use any
 * other class of Firn: it runs on the class path of a part.
 */
public final class ParentWatch {

  private static final long GRACE_MILLIS = 8_000;
  private static final int PARENT_GONE = 143;

  private ParentWatch() {}

  public static void main(String[] args) {
    Thread watch = new Thread(ParentWatch::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      fail(e.getCause());
    } catch (ReflectiveOperationException e) {
      fail(e);
    }
  }

  private static void fail(Throwable cause) {
    cause.printStackTrace();
    System.exit(1);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes; whatever came is of no interest.
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    // Shutdown hooks stop what the part itself started; one that hangs must not keep the JVM alive.
    Thread exit = new Thread(() -> System.exit(PARENT_GONE), "parent-gone");
    exit.setDaemon(true);
    exit.start();
    try {
      exit.join(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }
}

package io.firn.sandbox.host;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Formats the log directory if it is new, then runs the broker, in one JVM: a start of its own for
 * the storage tool costs a second. Kafka is reached by reflection because its jars are on the class
 * path of this JVM only.
 */
public final class KafkaHost {

  private KafkaHost() {}

  /** Arguments: the properties file, the log directory, the cluster id for a new directory. */
  public static void main(String[] args) throws Throwable {
    try {
      if (!Files.exists(Path.of(args[1], "meta.properties"))) {
        format(args[0], args[2]);
      }
      Class.forName("kafka.Kafka")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {args[0]});
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void format(String properties, String clusterId)
      throws ReflectiveOperationException {
    // As one word: one id in 64 begins with "-" and would be taken for an option of its own.
    String[] command = {"format", "--cluster-id=" + clusterId, "-c", properties};
    Object status =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class)
            .invoke(null, command, System.out);
    if (!Integer.valueOf(0).equals(status)) {
      throw new IllegalStateException("Kafka's storage tool ended with " + status);
    }
  }
}

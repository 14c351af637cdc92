package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.transform.RowTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/** The code of a table's transform: what it is known by, and the class when it is one. */
final class TransformCode {
  /** Of a table whose rows stay as they are. */
  static final String NONE = "";

  private TransformCode() {}

  /**
   * What changes when the transform does: a hash of the query's text, or of the class's name and
   * class files. A class that it calls is not seen.
   *
   * @throws FirnException CONFIG when there is no such class
   */
  static String fingerprint(SilverTable table) {
    Optional<Transform> transform = table.rules().transform();
    if (transform.isEmpty()) {
      return NONE;
    }
    MessageDigest digest = sha256();
    if (transform.get() instanceof Transform.Sql sql) {
      digest.update(sql.text().getBytes(StandardCharsets.UTF_8));
    } else if (transform.get() instanceof Transform.JavaClass named) {
      digest.update(named.name().getBytes(StandardCharsets.UTF_8));
      Arrays.stream(find(table, named).getNestMembers())
          .sorted(Comparator.comparing(Class::getName))
          .forEach(member -> digest.update(classFile(member)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** An instance of the class. */
  static RowTransform instance(SilverTable table, Transform.JavaClass named) {
    try {
      return find(table, named).asSubclass(RowTransform.class).getConstructor().newInstance();
    } catch (ClassCastException other) {
      throw unusable(
          table,
          named,
          "a class that implements " + RowTransform.class.getName(),
          "one that does not",
          other);
    } catch (InvocationTargetException thrown) {
      throw unusable(
          table, named, "a constructor that ends well", thrown.getCause().toString(), thrown);
    } catch (ReflectiveOperationException hidden) {
      throw unusable(
          table,
          named,
          "a public class with a public constructor without parameters",
          hidden.toString(),
          hidden);
    }
  }

  private static Class<?> find(SilverTable table, Transform.JavaClass named) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? TransformCode.class.getClassLoader() : context;
    try {
      return Class.forName(named.name(), false, loader);
    } catch (ClassNotFoundException | LinkageError missing) {
      throw unusable(table, named, "a class of the class path", missing.toString(), missing);
    }
  }

  private static byte[] classFile(Class<?> type) {
    String file = type.getName().substring(type.getPackageName().length()).replaceFirst("^\\.", "");
    try (InputStream bytes = type.getResourceAsStream(file + ".class")) {
      return bytes == null ? type.getName().getBytes(StandardCharsets.UTF_8) : bytes.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the class file of " + type, unreadable);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static FirnException unusable(
      SilverTable table,
      Transform.JavaClass named,
      String expected,
      String found,
      Throwable thrown) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The transform of " + table.unit() + " cannot be loaded",
            named.place(),
            expected,
            found,
            "Put its jar on the class path (FIRN_CLASSPATH of firn, --jars of spark-submit), or"
                + " correct firn.silver."
                + table.name()
                + ".transform."),
        thrown);
  }
}

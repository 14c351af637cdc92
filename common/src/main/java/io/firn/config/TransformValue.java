package io.firn.config;

import io.firn.config.Transform.JavaClass;
import java.util.Optional;
import java.util.regex.Pattern;

/** The key {@code transform} of a silver table. */
final class TransformValue {
  private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");

  private TransformValue() {}

  /** Whether the class exists is seen by who has it on the class path. */
  static Optional<Transform> read(Cursor cursor, Key<String> key) {
    if (!cursor.has(key)) {
      return Optional.empty();
    }
    return cursor
        .read(key)
        .flatMap(
            value ->
                value.startsWith(JavaClass.PREFIX)
                    ? javaClass(cursor, key, value.substring(JavaClass.PREFIX.length()))
                    : SqlFile.read(cursor, key, value).map(sql -> new Transform.Sql(value, sql)));
  }

  private static Optional<Transform> javaClass(Cursor cursor, Key<String> key, String name) {
    if (!CLASS.matcher(name).matches()) {
      cursor.reject(key, "expected class: and a class with its package, found '" + name + "'");
      return Optional.empty();
    }
    return Optional.of(new JavaClass(name));
  }
}

package io.firn.proof;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A catalog database whose changing statements are watched: {@code jdbc:watched:CALLS:sqlite:…} is
 * {@code jdbc:sqlite:…} under the {@link WriteCalls} of that name.
 */
final class WatchedDriver implements Driver {
  private static final String PREFIX = "jdbc:watched:";

  private static boolean registered;

  static synchronized void register() {
    if (registered) {
      return;
    }
    try {
      DriverManager.registerDriver(new WatchedDriver());
      registered = true;
    } catch (SQLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The address under which {@code url} is watched. */
  static String url(String calls, String url) {
    return PREFIX + calls + ":" + url.substring("jdbc:".length());
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    int end = url.indexOf(':', PREFIX.length());
    WriteCalls calls = WriteCalls.named(url.substring(PREFIX.length(), end));
    Connection real = DriverManager.getConnection("jdbc" + url.substring(end), properties);
    return proxy(
        Connection.class, (proxy, method, arguments) -> connection(real, calls, method, arguments));
  }

  private static Object connection(
      Connection real, WriteCalls calls, Method method, Object[] arguments) throws Throwable {
    Object result = invoke(real, method, arguments);
    return switch (method.getName()) {
      case "prepareStatement" ->
          new Watched((Statement) result, (String) arguments[0], calls)
              .proxied(PreparedStatement.class);
      case "createStatement" -> new Watched((Statement) result, "", calls).proxied(Statement.class);
      case "setAutoCommit", "commit", "rollback" ->
          throw new UnsupportedOperationException(
              "a catalog that commits by " + method.getName() + " is not watched");
      default -> result;
    };
  }

  /** A statement with the texts that were put into it. */
  private static final class Watched {
    private final Statement real;
    private final String sql;
    private final WriteCalls calls;
    private final List<String> texts = new ArrayList<>();

    private Watched(Statement real, String sql, WriteCalls calls) {
      this.real = real;
      this.sql = sql;
      this.calls = calls;
    }

    private <T> T proxied(Class<T> type) {
      return proxy(type, (proxy, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("setString") && !((String) arguments[1]).contains("/")) {
        texts.add((String) arguments[1]);
      }
      String statement = sql.isEmpty() && arguments != null ? String.valueOf(arguments[0]) : sql;
      return changes(method, statement)
          ? calls.<Object, Exception>write(told(statement), () -> checked(method, arguments))
          : invoke(real, method, arguments);
    }

    private Object checked(Method method, Object[] arguments) throws Exception {
      try {
        return invoke(real, method, arguments);
      } catch (Exception | Error thrown) {
        throw thrown;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private static boolean changes(Method method, String statement) {
      return method.getName().startsWith("execute")
          && !statement.strip().toLowerCase(Locale.ROOT).startsWith("select");
    }

    private String told(String statement) {
      List<String> words = List.of(statement.strip().split("[\\s(]+", 4));
      return String.join(" ", words.subList(0, Math.min(3, words.size()))) + " " + texts;
    }
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}

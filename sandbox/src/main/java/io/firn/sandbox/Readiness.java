package io.firn.sandbox;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.function.Predicate;

/** The condition under which a started process counts as running, and how to name it. */
record Readiness(String description, Predicate<LogFile> holds) {

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int OK = 200;

  /** The process takes connections. */
  static Readiness tcp(int port) {
    return new Readiness("a connection to 127.0.0.1:" + port, log -> connects(port));
  }

  /** The process answers a GET with status 200. */
  static Readiness http(URI uri) {
    return new Readiness("status 200 of " + uri, log -> answers(uri));
  }

  /** The process wrote this text since its start. */
  static Readiness logged(String text) {
    return new Readiness("the log line '" + text + "'", log -> log.contains(text));
  }

  Readiness and(Readiness other) {
    return new Readiness(
        description + " and " + other.description(),
        log -> holds.test(log) && other.holds().test(log));
  }

  private static boolean connects(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(URI uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}

package io.firn.bronze;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Answers as it was told to, in turn and then the last again, and remembers what it was asked. */
final class FakeRegistry implements AutoCloseable {
  private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

  private final HttpServer server;
  private final String scheme;
  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();

  private record Answer(int status, String body) {}

  private FakeRegistry(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::answer);
    server.start();
  }

  static FakeRegistry start() throws IOException {
    return new FakeRegistry(HttpServer.create(anyPort(), 0), "http");
  }

  static FakeRegistry startWith(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new FakeRegistry(server, "https");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String url() {
    return scheme + "://localhost:" + server.getAddress().getPort() + "/registry";
  }

  synchronized FakeRegistry answers(String path, int status, String body) {
    answers.computeIfAbsent(path, none -> new ArrayDeque<>()).add(new Answer(status, body));
    return this;
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  synchronized List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath().replaceFirst("^/registry", "");
    asked.add(path);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Deque<Answer> told = answers.getOrDefault(path, new ArrayDeque<>());
    Answer answer = told.size() > 1 ? told.remove() : told.peek();
    answer = answer == null ? new Answer(404, UNKNOWN) : answer;
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

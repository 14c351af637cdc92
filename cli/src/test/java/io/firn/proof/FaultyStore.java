package io.firn.proof;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.firn.sandbox.ObjectStore;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before an object store and hands every request on, but for some that it answers itself, or
 * not at all. Requests are signed for the address they were sent to, so the host header stays as it
 * came.
 */
final class FaultyStore implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "expect", "transfer-encoding", "content-length");

  private static final String CRLF = "\r\n";

  /** What is done to a request. */
  enum Fault {
    /** The store has an error. */
    ERROR_500,
    /** The store asks for patience. */
    SLOW_DOWN_503,
    /** Nobody answers. */
    SILENCE,
    /** The store does what it is asked for, and the answer is lost. */
    ANSWER_LOST
  }

  private final URI store;
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final AtomicInteger met = new AtomicInteger();
  private Fault fault = Fault.ERROR_500;
  private String method = "none";
  private final Map<String, Integer> left = new TreeMap<>();

  FaultyStore(ObjectStore store) {
    this.store = store.endpoint();
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on, so many requests for each of the paths that end so meet the fault. */
  synchronized void fail(Fault kind, String httpMethod, List<String> endings, int requests) {
    fault = kind;
    method = httpMethod;
    endings.forEach(ending -> left.put(ending, requests));
    met.set(0);
  }

  /** All is well from now on; tells how many requests met the fault. */
  synchronized int heal() {
    left.clear();
    return met.get();
  }

  private synchronized boolean meets(HttpExchange request) {
    if (!request.getRequestMethod().equals(method)) {
      return false;
    }
    for (Map.Entry<String, Integer> ending : left.entrySet()) {
      if (ending.getValue() > 0 && request.getRequestURI().getPath().endsWith(ending.getKey())) {
        ending.setValue(ending.getValue() - 1);
        met.incrementAndGet();
        return true;
      }
    }
    return false;
  }

  private void answer(HttpExchange request) throws IOException {
    byte[] body = request.getRequestBody().readAllBytes();
    if (!meets(request)) {
      relay(request, ask(request, body));
      return;
    }
    switch (fault) {
      case ERROR_500 -> refuse(request, 500, "InternalError");
      case SLOW_DOWN_503 -> refuse(request, 503, "SlowDown");
      case SILENCE -> stayOpen();
      case ANSWER_LOST -> {
        ask(request, body);
        // Without an answer: the client sees the connection break.
        request.close();
      }
    }
  }

  private static void refuse(HttpExchange request, int status, String code) throws IOException {
    byte[] xml =
        "<Error><Code>%s</Code><Message>injected</Message></Error>"
            .formatted(code)
            .getBytes(StandardCharsets.UTF_8);
    request.getResponseHeaders().add("Content-Type", "application/xml");
    request.sendResponseHeaders(status, xml.length);
    request.getResponseBody().write(xml);
    request.close();
  }

  private void stayOpen() {
    try {
      // Ends with the executor: as long as the test lives, nobody answers.
      workers.awaitTermination(1, TimeUnit.HOURS);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** The store's whole answer, head and body. */
  private byte[] ask(HttpExchange request, byte[] body) throws IOException {
    try (Socket socket = new Socket(store.getHost(), store.getPort())) {
      OutputStream out = socket.getOutputStream();
      StringBuilder head =
          new StringBuilder(
              request.getRequestMethod() + " " + request.getRequestURI() + " HTTP/1.1" + CRLF);
      for (Map.Entry<String, List<String>> header : request.getRequestHeaders().entrySet()) {
        if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          header.getValue().forEach(value -> head.append(header.getKey() + ": " + value + CRLF));
        }
      }
      head.append("Content-Length: " + body.length + CRLF + "Connection: close" + CRLF + CRLF);
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      return socket.getInputStream().readAllBytes();
    }
  }

  private static void relay(HttpExchange request, byte[] answer) throws IOException {
    InputStream in = new BufferedInputStream(new ByteArrayInputStream(answer));
    int status = Integer.parseInt(line(in).split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    byte[] body =
        "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))
            ? chunks(in)
            : in.readAllBytes();
    String length = headers.get("Content-Length");
    headers.forEach(
        (name, value) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            request.getResponseHeaders().add(name, value);
          }
        });
    if (request.getRequestMethod().equals("HEAD")) {
      if (length != null) {
        request.getResponseHeaders().add("Content-Length", length);
      }
      request.sendResponseHeaders(status, -1);
    } else {
      request.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      request.getResponseBody().write(body);
    }
    request.close();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
      body.write(in.readNBytes(size));
      line(in);
      size = Integer.parseInt(line(in), 16);
    }
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}

package io.firn.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The Docker engine of this machine, and whether one answers there. */
record DockerEngine(URI address) {

  private static final URI DEFAULT = URI.create("unix:///var/run/docker.sock");
  private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";
  private static final int ANSWER_BYTES = 512;
  private static final long TIMEOUT_SECONDS = 3;

  /** The engine of the variable DOCKER_HOST, else the one at Docker's usual socket. */
  static DockerEngine ofThisMachine() {
    String host = System.getenv("DOCKER_HOST");
    return new DockerEngine(host == null || host.isBlank() ? DEFAULT : URI.create(host));
  }

  /** Asks in a thread of its own: a local socket knows no timeout. */
  boolean answers() {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> answer.complete(ping()), "docker-ping");
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean ping() {
    try (SocketChannel channel = connect()) {
      channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // An answer may come in pieces; the engine closes the connection after it.
      }
      String text = StandardCharsets.US_ASCII.decode(answer.flip()).toString();
      return text.lines().findFirst().orElse("").matches("HTTP/1\\.[01] 200.*");
    } catch (IOException | RuntimeException e) {
      // Whatever stands in DOCKER_HOST: nobody who speaks Docker's protocol answers there.
      return false;
    }
  }

  private SocketChannel connect() throws IOException {
    return "unix".equals(address.getScheme())
        ? SocketChannel.open(UnixDomainSocketAddress.of(Path.of(address.getPath())))
        : SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
  }
}

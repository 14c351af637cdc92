package io.firn.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks ports that a server can take, leave and take again. They lie below the range the kernel
 * gives to outgoing connections (32768 and up on Linux), so that no client can sit on a port while
 * its server restarts, nor connect to itself.
 */
final class FreePorts {

  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  private FreePorts() {}

  static int pick() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new SandboxException(
        "Cannot find a free port: %d tries between %d and %d on 127.0.0.1 were all taken"
            .formatted(TRIES, LOWEST, HIGHEST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoreChoiceTest {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.0 200 OK, true",
    "HTTP/1.1 200 OK, true",
    "HTTP/1.0 500 Internal Server Error, false",
    "SSH-2.0-OpenSSH, false",
    "'', false"
  })
  void onlyAnEngineThatAnswersItsPingCounts(String answer, boolean counts) throws Exception {
    Path socket = dir.resolve("docker.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread engine = new Thread(() -> answer(server, answer));
      engine.start();
      assertThat(new DockerEngine(URI.create("unix://" + socket)).answers()).isEqualTo(counts);
      engine.join();
    }
  }

  @ParameterizedTest
  @CsvSource({"unix:///no/such.sock", "tcp://127.0.0.1:1", "npipe:////./pipe/docker"})
  void noEngineNoAnswer(URI address) {
    assertThat(new DockerEngine(address).answers()).isFalse();
  }

  @Test
  void findsAnExecutableMinioOnThePath() throws IOException {
    Path notExecutable = Files.createDirectories(dir.resolve("a")).resolve("minio");
    Files.writeString(notExecutable, "");
    Path program = Files.createDirectories(dir.resolve("b")).resolve("minio");
    Files.writeString(program, "");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(choice(dir.resolve("a") + "::" + dir.resolve("b")).minioOnPath()).hasValue(program);
    assertThat(choice(dir.resolve("a").toString()).minioOnPath()).isEmpty();
    assertThat(choice("").minioOnPath()).isEmpty();
  }

  private ObjectStoreChoice choice(String path) {
    return new ObjectStoreChoice(new DockerEngine(URI.create("unix:///no/such.sock")), path);
  }

  private static void answer(ServerSocketChannel server, String answer) {
    try (SocketChannel client = server.accept()) {
      client.read(ByteBuffer.allocate(256));
      client.write(ByteBuffer.wrap((answer + "\r\n\r\nOK").getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

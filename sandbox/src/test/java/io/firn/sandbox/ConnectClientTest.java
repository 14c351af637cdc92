package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers a real worker gives only for moments, or after minutes. */
class ConnectClientTest {

  private static final String RUNNING =
      "{\"name\":\"c\",\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[%s]}";
  private static final String STOPPED = RUNNING.replace("RUNNING", "STOPPED");
  private static final String TASK_RUNNING = "{\"id\":0,\"state\":\"RUNNING\"}";
  private static final String TASK_FAILED =
      "{\"id\":0,\"state\":\"FAILED\",\"trace\":\"java.lang.Error: boom\"}";

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private ConnectClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          String answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
          byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    client = new ConnectClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void waitsUntilTheTaskRunsToo() {
    answers.add("404 unknown");
    answers.add("200 " + RUNNING.formatted(""));
    answers.add("200 " + RUNNING.formatted(TASK_RUNNING));
    assertThat(client.awaitRunning("c", Duration.ofSeconds(10)).running()).isTrue();
    assertThat(requests).hasSize(3);
  }

  @Test
  void aFailedTaskOfARunningConnectorEndsTheWaitWithItsTrace() {
    answers.add("200 " + RUNNING.formatted(TASK_FAILED));
    assertThatThrownBy(() -> client.awaitRunning("c", Duration.ofMinutes(5)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining(
            "expected RUNNING within 300 s, found connector RUNNING, tasks [0=FAILED]")
        .hasMessageContaining("java.lang.Error: boom");
  }

  @Test
  void saysWhatItFoundWhenTheTimeIsOver() {
    answers.add("200 " + RUNNING.formatted(""));
    assertThatThrownBy(() -> client.awaitRunning("c", Duration.ZERO))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("found connector RUNNING, tasks []");
  }

  @Test
  void aRestartIsNotOverBeforeTheOldTasksAreGoneAndNewOnesRun() {
    answers.add("204 ");
    answers.add("200 " + RUNNING.formatted(TASK_RUNNING));
    answers.add("200 " + STOPPED.formatted(TASK_RUNNING));
    answers.add("200 " + STOPPED.formatted(""));
    answers.add("202 ");
    answers.add("200 " + STOPPED.formatted(""));
    answers.add("200 " + RUNNING.formatted(TASK_RUNNING));

    client.restart("c");

    assertThat(requests)
        .containsExactly(
            "PUT /connectors/c/stop",
            "GET /connectors/c/status",
            "GET /connectors/c/status",
            "GET /connectors/c/status",
            "PUT /connectors/c/resume",
            "GET /connectors/c/status",
            "GET /connectors/c/status");
  }

  @Test
  void asksAgainWhileConnectRebalances() {
    answers.add("409 rebalancing");
    answers.add("503 not joined");
    answers.add("201 {}");
    client.register("c", Map.of("k", "v"));
    assertThat(requests).hasSize(3).containsOnly("PUT /connectors/c/config");
  }

  @Test
  void aRefusalCarriesTheAnswer() {
    answers.add("400 A value is required");
    assertThatThrownBy(() -> client.register("c", Map.of()))
        .isInstanceOf(SandboxException.class)
        .hasMessage(
            "Kafka Connect refused PUT %s/connectors/c/config: expected status [200, 201], found"
                + " 400 with A value is required",
            client.url());
  }

  @Test
  void saysThatNobodyListens() {
    server.stop(0);
    assertThatThrownBy(() -> client.delete("c"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("Cannot reach Kafka Connect for DELETE " + client.url())
        .hasMessageContaining("is the worker running?");
  }

  @Test
  void readsOffsets() {
    answers.add("200 {\"offsets\":[{\"partition\":{\"server\":\"p\"},\"offset\":{\"lsn\":7}}]}");
    assertThat(client.offsets("c"))
        .containsExactly(new ConnectorOffset(Map.of("server", "p"), Map.of("lsn", 7)));
  }

  @Test
  void waitsForAnOffsetThatIsFarEnough() {
    answers.add("200 " + RUNNING.formatted(TASK_RUNNING));
    answers.add("200 {\"offsets\":[{\"partition\":{},\"offset\":{\"lsn\":7}}]}");
    answers.add("200 " + RUNNING.formatted(TASK_RUNNING));
    answers.add("200 {\"offsets\":[{\"partition\":{},\"offset\":{\"lsn\":9}}]}");

    ConnectorOffset reached =
        client.awaitOffset(
            "c",
            Duration.ofSeconds(10),
            offset -> Integer.valueOf(9).equals(offset.offset().get("lsn")));

    assertThat(reached.offset()).containsEntry("lsn", 9);
    assertThat(requests).hasSize(4);
  }

  @Test
  void aFailedTaskEndsTheWaitForAnOffset() {
    answers.add("200 " + RUNNING.formatted(TASK_FAILED));

    assertThatThrownBy(() -> client.awaitOffset("c", Duration.ofMinutes(5), offset -> true))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("expected a later offset within 300 s")
        .hasMessageContaining("java.lang.Error: boom");
  }
}

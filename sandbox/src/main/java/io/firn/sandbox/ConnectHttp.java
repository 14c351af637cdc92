package io.firn.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Requests to a Connect worker; one that answers "I am rebalancing" is asked again. */
final class ConnectHttp {

  private static final Duration REQUEST = Duration.ofSeconds(90);
  private static final Duration REBALANCE = Duration.ofSeconds(60);

  /** Rebalancing, and not yet joined the group. */
  private static final Set<Integer> UNSETTLED = Set.of(409, 503);

  private static final int NOT_FOUND = 404;

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ConnectHttp(URI url) {
    this.url = url;
  }

  URI url() {
    return url;
  }

  /** The body of the answer, whose status must be one of those expected. */
  String call(String method, String path, String body, int... expected) {
    return expect(settled(method, path, body), expected);
  }

  /** The body of the answer to a GET, or nothing if there is no such thing. */
  Optional<String> find(String path) {
    HttpResponse<String> response = settled("GET", path, "");
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(expect(response, 200));
  }

  private static String expect(HttpResponse<String> response, int... expected) {
    if (Arrays.stream(expected).noneMatch(status -> status == response.statusCode())) {
      throw new SandboxException(
          "Kafka Connect refused %s %s: expected status %s, found %d with %s"
              .formatted(
                  response.request().method(),
                  response.uri(),
                  Arrays.toString(expected),
                  response.statusCode(),
                  response.body()));
    }
    return response.body();
  }

  private HttpResponse<String> settled(String method, String path, String body) {
    return Await.present(
            REBALANCE,
            () ->
                Optional.of(send(method, path, body))
                    .filter(response -> !UNSETTLED.contains(response.statusCode())))
        .orElseGet(() -> send(method, path, body));
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(REQUEST)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new SandboxException(
          "Cannot reach Kafka Connect for %s %s%s: is the worker running?"
              .formatted(method, url, path),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted during %s %s%s".formatted(method, url, path), e);
    }
  }
}

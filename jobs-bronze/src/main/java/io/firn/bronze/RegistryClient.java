package io.firn.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Asks a schema registry by Confluent's API. What may be over soon is tried again for some seconds;
 * what a person must change is told at once.
 */
final class RegistryClient {
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERRORS = 500;
  private static final Set<Integer> DENIED = Set.of(401, 403);
  private static final Set<Integer> LATER = Set.of(408, 429);

  /**
   * Subject, version, schema not found: the registry itself says so, and not something before it.
   */
  private static final Set<Integer> NONE_SUCH = Set.of(40401, 40402, 40403);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryAccess access;
  private final HttpClient http;

  RegistryClient(RegistryAccess access) {
    this.access = access;
    // Redirects are not followed: the credentials are meant for this address.
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    access.trust().ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /**
   * What the registry has at {@code path}.
   *
   * @return empty when it has no such thing
   * @throws FirnException TRANSIENT when it does not answer, CONFIG when it denies or is none
   */
  Optional<JsonNode> get(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(access.url() + path))
            .timeout(TIMEOUT)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    access.authorization().ifPresent(header -> request.header("Authorization", header));
    return answer(path, send(path, request.build()));
  }

  private HttpResponse<String> send(String path, HttpRequest request) {
    Duration pause = FIRST_PAUSE;
    for (int left = TRIES - 1; ; left--) {
      try {
        HttpResponse<String> response = exchange(request);
        int status = response.statusCode();
        if (status < SERVER_ERRORS && !LATER.contains(status)) {
          return response;
        }
        if (left == 0) {
          throw unavailable(path, "status " + status, null);
        }
      } catch (SSLHandshakeException untrusted) {
        throw refused(path, "a certificate that is trusted", untrusted.getMessage(), untrusted);
      } catch (IOException unreachable) {
        if (left == 0) {
          throw unavailable(path, named(unreachable), unreachable);
        }
      } catch (InterruptedException interrupted) {
        throw interrupted(path, interrupted);
      }
      pause(path, pause);
      pause = pause.multipliedBy(2);
    }
  }

  /** The request's own time limit ends with the headers; an answer may stall behind them. */
  private HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.ofString());
    try {
      return answer.get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stalled) {
      answer.cancel(true);
      throw new IOException("the answer stalled", stalled);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException cause
          ? cause
          : new IOException(String.valueOf(failed.getCause()), failed);
    }
  }

  private static String named(IOException unreachable) {
    String message = unreachable.getMessage();
    return unreachable.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  private void pause(String path, Duration pause) {
    try {
      // allow sleep: the pause between two tries; nothing tells when the registry is back
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException interrupted) {
      throw interrupted(path, interrupted);
    }
  }

  private FirnException interrupted(String path, InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return unavailable(path, "an interruption", interrupted);
  }

  private Optional<JsonNode> answer(String path, HttpResponse<String> response) {
    int status = response.statusCode();
    JsonNode body = json(response.body());
    if (status == OK && body.isObject()) {
      return Optional.of(body);
    }
    if (status == NOT_FOUND && NONE_SUCH.contains(body.path("error_code").asInt())) {
      return Optional.empty();
    }
    if (DENIED.contains(status)) {
      throw refused(path, "the right to read schemas", "status " + status, null);
    }
    throw refused(path, "a schema registry with Confluent's API", "status " + status, null);
  }

  /** Nothing when it is no JSON: then somebody else answered. */
  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException other) {
      return MissingNode.getInstance();
    }
  }

  private FirnException unavailable(String path, String found, Throwable cause) {
    return new FirnException(
        new Failure(
            ErrorKind.TRANSIENT,
            "The schema registry does not answer",
            access.url() + path,
            "an answer, in " + TRIES + " tries",
            found,
            "Nothing of this table was committed. Run again when the registry is back."),
        cause);
  }

  private FirnException refused(String path, String expected, String found, Throwable cause) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The schema registry cannot be used",
            access.url() + path,
            expected,
            found,
            "Nothing of this table was committed. Check firn.kafka.schema-registry: its address"
                + " with the path of Confluent's API, and the credentials."),
        cause);
  }
}

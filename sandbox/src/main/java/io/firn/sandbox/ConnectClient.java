package io.firn.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The REST interface of a Connect worker, as far as a test or a demo needs it. */
public final class ConnectClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration STATE_CHANGE = Duration.ofSeconds(60);

  private final ConnectHttp http;

  public ConnectClient(URI url) {
    this.http = new ConnectHttp(url);
  }

  /** The worker asked. */
  public URI url() {
    return http.url();
  }

  /** Creates the connector, or changes its configuration if it exists. */
  public void register(String name, Map<String, String> config) {
    http.call("PUT", path(name) + "/config", json(config), 200, 201);
  }

  /**
   * Returns when the connector and all its tasks run; a failed task ends the wait with its stack
   * trace.
   */
  public ConnectorStatus awaitRunning(String name, Duration timeout) {
    return await(name, timeout, "RUNNING", ConnectorStatus::running);
  }

  /**
   * Ends the connector's tasks and starts new ones, which go on from their offsets; returns when
   * they run.
   *
   * <p>By way of STOPPED: Connect's own restart says RUNNING before it and after it, with
   * RESTARTING between them for a moment that a look every now and then may miss. A stopped
   * connector has no task, so one that runs afterwards is new.
   */
  public void restart(String name) {
    http.call("PUT", path(name) + "/stop", "", 204);
    await(name, STATE_CHANGE, "STOPPED without tasks", ConnectorStatus::stopped);
    resume(name);
  }

  /** Lets the tasks rest, and returns when they do; their offsets stay. */
  public void pause(String name) {
    http.call("PUT", path(name) + "/pause", "", 202);
    await(name, STATE_CHANGE, "PAUSED", ConnectorStatus::paused);
  }

  /** Wakes a paused or stopped connector, and returns when its tasks run. */
  public void resume(String name) {
    http.call("PUT", path(name) + "/resume", "", 202);
    awaitRunning(name, STATE_CHANGE);
  }

  /** Ends the connector and forgets it, and returns when Connect does not know it any more. */
  public void delete(String name) {
    http.call("DELETE", path(name), "", 204);
    if (!Await.until(STATE_CHANGE, () -> status(name).isEmpty())) {
      throw new SandboxException(notReached(name, "no trace of it", STATE_CHANGE, status(name)));
    }
  }

  /** The state now; empty while Connect has not yet recorded one for a new connector. */
  public Optional<ConnectorStatus> status(String name) {
    return http.find(path(name) + "/status").map(ConnectClient::read).map(ConnectClient::status);
  }

  public List<ConnectorOffset> offsets(String name) {
    List<ConnectorOffset> offsets = new ArrayList<>();
    for (JsonNode entry : read(http.call("GET", path(name) + "/offsets", "", 200)).at("/offsets")) {
      offsets.add(new ConnectorOffset(map(entry.get("partition")), map(entry.get("offset"))));
    }
    return offsets;
  }

  /**
   * Returns when an offset that the connector has committed fulfils the condition. Connect commits
   * an offset only after Kafka has acknowledged every event up to it. A failed task ends the wait
   * with its stack trace.
   */
  public ConnectorOffset awaitOffset(
      String name, Duration timeout, Predicate<ConnectorOffset> reached) {
    return Await.present(timeout, () -> offset(name, timeout, reached))
        .orElseThrow(
            () -> new SandboxException(notReached(name, "a later offset", timeout, status(name))));
  }

  private Optional<ConnectorOffset> offset(
      String name, Duration timeout, Predicate<ConnectorOffset> reached) {
    Optional<ConnectorStatus> failed = status(name).filter(ConnectorStatus::failed);
    if (failed.isPresent()) {
      throw new SandboxException(notReached(name, "a later offset", timeout, failed));
    }
    return offsets(name).stream().filter(reached).findFirst();
  }

  private ConnectorStatus await(
      String name, Duration timeout, String state, Predicate<ConnectorStatus> reached) {
    Optional<ConnectorStatus> ended =
        Await.present(
            timeout, () -> status(name).filter(found -> found.failed() || reached.test(found)));
    return ended
        .filter(found -> !found.failed())
        .orElseThrow(() -> new SandboxException(notReached(name, state, timeout, ended)));
  }

  private String notReached(
      String name, String state, Duration timeout, Optional<ConnectorStatus> failed) {
    Optional<ConnectorStatus> latest = failed.isPresent() ? failed : status(name);
    String traces =
        latest.stream()
            .flatMap(found -> found.tasks().stream())
            .flatMap(task -> task.trace().stream())
            .reduce("", (all, trace) -> all + System.lineSeparator() + trace);
    String found =
        latest.map(ConnectClient::summary).orElse("no state, so Connect does not know it");
    return "Connector '%s' at %s: expected %s within %d s, found %s. See GET %s/status.%s"
        .formatted(name, http.url(), state, timeout.toSeconds(), found, path(name), traces);
  }

  private static String summary(ConnectorStatus status) {
    List<String> tasks =
        status.tasks().stream().map(task -> task.id() + "=" + task.state()).toList();
    return "connector " + status.state() + ", tasks " + tasks;
  }

  private static ConnectorStatus status(JsonNode json) {
    List<ConnectorStatus.Task> tasks = new ArrayList<>();
    for (JsonNode task : json.path("tasks")) {
      Optional<String> trace = Optional.ofNullable(task.path("trace").textValue());
      tasks.add(
          new ConnectorStatus.Task(task.path("id").asInt(), task.path("state").asText(), trace));
    }
    return new ConnectorStatus(
        json.path("name").asText(), json.at("/connector/state").asText(), tasks);
  }

  private static String path(String name) {
    return "/connectors/" + name;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new SandboxException("Connect answered something that is not JSON: " + json, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(JsonNode json) {
    return JSON.convertValue(json, Map.class);
  }

  private static String json(Map<String, String> config) {
    try {
      return JSON.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new SandboxException("Cannot write a connector's configuration as JSON", e);
    }
  }
}

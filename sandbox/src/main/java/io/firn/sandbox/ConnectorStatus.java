package io.firn.sandbox;

import java.util.List;
import java.util.Optional;

/**
 * The state of a connector and of its tasks. A connector can say RUNNING while its task is FAILED:
 * only {@link #running()} counts.
 */
public record ConnectorStatus(String name, String state, List<Task> tasks) {

  /** One task; a failed one carries the stack trace of its error. */
  public record Task(int id, String state, Optional<String> trace) {}

  public ConnectorStatus {
    tasks = List.copyOf(tasks);
  }

  public boolean running() {
    return isIn("RUNNING");
  }

  public boolean paused() {
    return isIn("PAUSED");
  }

  /** A stopped connector has no tasks, where those of a paused one only rest. */
  public boolean stopped() {
    return state.equals("STOPPED") && tasks.isEmpty();
  }

  public boolean failed() {
    return state.equals("FAILED") || tasks.stream().anyMatch(task -> task.state().equals("FAILED"));
  }

  private boolean isIn(String wanted) {
    return state.equals(wanted)
        && !tasks.isEmpty()
        && tasks.stream().allMatch(task -> task.state().equals(wanted));
  }
}

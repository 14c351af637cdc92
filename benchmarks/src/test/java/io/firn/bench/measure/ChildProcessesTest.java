package io.firn.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessesTest {
  @TempDir Path folder;

  private final ChildProcesses children = new ChildProcesses();

  @Test
  void charges_a_peer_with_all_that_its_process_and_its_childs_children_used() {
    String busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";

    Measurement one = children.measure(new Shell(busy));
    Measurement nested = children.measure(new Shell("(" + busy + "); (" + busy + "); true"));
    Measurement idle = children.measure(new Shell("true"));

    assertThat(one.cpuSeconds()).isPositive();
    assertThat(nested.cpuSeconds()).isGreaterThan(one.cpuSeconds());
    assertThat(idle.cpuSeconds()).isLessThan(one.cpuSeconds());
    assertThat(one.wallSeconds()).isPositive();
  }

  @Test
  void a_child_that_fails_stops_the_benchmark_with_its_own_words() {
    assertThatThrownBy(() -> children.measure(new Shell("echo no room; exit 3")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended with 3, expected 0")
        .hasMessageContaining("no room");
  }

  private final class Shell implements Peer {
    private final String script;

    private Shell(String script) {
      this.script = script;
    }

    @Override
    public String name() {
      return "shell";
    }

    @Override
    public void prepare(int round) {}

    @Override
    public void run() {
      children.run(List.of("/bin/sh", "-c", script), folder, folder.resolve("log"));
    }

    @Override
    public Work check() {
      return Work.ofRows(1);
    }
  }
}

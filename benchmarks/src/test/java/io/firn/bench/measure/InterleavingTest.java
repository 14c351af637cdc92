package io.firn.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavingTest {
  private final List<String> told = new ArrayList<>();

  @Test
  void every_second_round_takes_the_peers_the_other_way_round() {
    assertThat(Interleaving.order(0, List.of("a", "b", "c"))).containsExactly("a", "b", "c");
    assertThat(Interleaving.order(1, List.of("a", "b", "c"))).containsExactly("c", "b", "a");
    assertThat(Interleaving.order(2, List.of("a", "b", "c"))).containsExactly("a", "b", "c");
  }

  @Test
  void a_turn_is_prepared_then_timed_then_checked() {
    List<Round> rounds =
        new Interleaving(1, 2)
            .run(
                List.of(new Noted("a"), new Noted("b")),
                this::measure,
                (round, turn) -> told.add(round + " told " + turn.peer()));

    assertThat(told)
        .containsExactly(
            "prepare a 0",
            "timed",
            "run a",
            "check a",
            "0 told a",
            "prepare b 0",
            "timed",
            "run b",
            "check b",
            "0 told b",
            "prepare b 1",
            "timed",
            "run b",
            "check b",
            "1 told b",
            "prepare a 1",
            "timed",
            "run a",
            "check a",
            "1 told a",
            "prepare a 2",
            "timed",
            "run a",
            "check a",
            "2 told a",
            "prepare b 2",
            "timed",
            "run b",
            "check b",
            "2 told b");
    assertThat(rounds).extracting(Round::number).containsExactly(0, 1, 2);
    assertThat(rounds).extracting(Round::warmUp).containsExactly(true, false, false);
  }

  @Test
  void at_least_one_round_must_count() {
    assertThatThrownBy(() -> new Interleaving(1, 0))
        .hasMessage("1 warm-ups and 0 rounds: expected 0 or more, and 1 or more");
  }

  private Measurement measure(Peer peer) {
    told.add("timed");
    peer.run();
    return new Measurement(peer.name(), 1, 1, 1, peer.check());
  }

  private final class Noted implements Peer {
    private final String name;

    private Noted(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare(int round) {
      told.add("prepare " + name + " " + round);
    }

    @Override
    public void run() {
      told.add("run " + name);
    }

    @Override
    public Work check() {
      told.add("check " + name);
      return Work.ofRows(1);
    }
  }
}

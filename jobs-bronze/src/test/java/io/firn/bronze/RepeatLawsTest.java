package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.change.EnvelopeOperation;
import io.firn.change.EventIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Law 3: what a connector sends twice stands once, and no two events ever fall together. A
 * connector sends its log, is killed, and begins again at any event that it had sent, in the middle
 * of a transaction too; landings cut what it sent into runs, and runs into tasks, at any place.
 */
class RepeatLawsTest {

  /**
   * An event of the source's log.
   *
   * @param place in the log
   * @param position as the source tells it
   * @param value what the key is set to
   */
  record Event(int place, String position, int key, int value) {
    private EventIdentity identity() {
      return EventIdentity.of(position, "u", bytes(key), null, bytes(value));
    }

    private static byte[] bytes(int number) {
      return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** What lies in the partition, and where it is cut. */
  record History(List<Event> log, List<Event> sent, Set<Integer> runs, Set<Integer> tasks) {}

  @Property
  void whereEveryEventHasItsPositionEachStandsOnce(@ForAll("ownPositions") History history) {
    List<Event> bronze = land(history, true);

    assertThat(bronze).containsExactlyInAnyOrderElementsOf(history.log());
  }

  @Property
  void whereATransactionSharesOneNoEventIsLostAndTheLastStandsLast(
      @ForAll("sharedPositions") History history) {
    List<Event> bronze = land(history, false);

    assertThat(bronze).containsAll(history.log());
    assertThat(latest(bronze)).isEqualTo(latest(history.log()));
  }

  @Property
  void whatWasNeverSentTwiceIsNeverLookedUp(@ForAll("ownPositions") History history) {
    PositionTrack track = new PositionTrack(true, 0, Optional.empty());
    history.log().forEach(event -> track.see(event.position(), EnvelopeOperation.UPDATE));

    assertThat(track.overlapping()).isEmpty();
  }

  private static Map<Integer, Integer> latest(List<Event> rows) {
    Map<Integer, Integer> latest = new TreeMap<>();
    // Bronze keeps the order of delivery; a stable sort lets it decide among equal positions.
    rows.stream()
        .sorted(Comparator.comparing(Event::position))
        .forEach(event -> latest.put(event.key(), event.value()));
    return latest;
  }

  private static List<Event> land(History history, boolean named) {
    List<Event> bronze = new ArrayList<>();
    Optional<String> high = Optional.empty();
    int start = 0;
    for (int end = 1; end <= history.sent().size(); end++) {
      if (end == history.sent().size() || history.runs().contains(end)) {
        PositionTrack watched = watch(history, start, end, named, high);
        List<Event> range = history.sent().subList(start, end);
        bronze.addAll(
            watched.overlapping().isPresent()
                ? withoutRepeats(range, bronze, watched, new PositionTrack(named, 0, high))
                : range);
        high = watched.high();
        start = end;
      }
    }
    return bronze;
  }

  /** The first reading: pieces of the range in tasks of their own. */
  private static PositionTrack watch(
      History history, int start, int end, boolean named, Optional<String> high) {
    Optional<PositionTrack> whole = Optional.empty();
    PositionTrack piece = new PositionTrack(named, 0, high);
    for (int i = start; i < end; i++) {
      piece.see(history.sent().get(i).position(), EnvelopeOperation.UPDATE);
      if (i == end - 1 || history.tasks().contains(i)) {
        PositionTrack read = piece;
        whole = Optional.of(whole.map(earlier -> earlier.and(read)).orElse(read));
        // Every task is told what was landed before the run, and none what another one meets.
        piece = new PositionTrack(named, 0, high);
      }
    }
    return whole.orElseThrow();
  }

  /** The second reading, in one task. */
  private static List<Event> withoutRepeats(
      List<Event> range, List<Event> bronze, PositionTrack watched, PositionTrack track) {
    PositionTrack.Overlap overlap = watched.overlapping().orElseThrow();
    Set<EventIdentity> known =
        bronze.stream()
            .filter(event -> overlap.contains(event.position()))
            .map(Event::identity)
            .collect(Collectors.toSet());
    Repeats repeats = new Repeats(overlap, known);
    List<Event> kept = new ArrayList<>();
    for (Event event : range) {
      boolean repeat =
          repeats.concerns(event.position())
              && repeats.isRepeat(event.identity(), track.goesBack(event.position()));
      // What a connector sends again is never taken for a source that counts anew.
      assertThat(repeat || !track.isBelow(event.position())).isTrue();
      track.see(event.position(), EnvelopeOperation.UPDATE);
      if (!repeat) {
        kept.add(event);
      }
    }
    return kept;
  }

  @Provide
  Arbitrary<History> ownPositions() {
    return histories(1);
  }

  @Provide
  Arbitrary<History> sharedPositions() {
    return histories(4);
  }

  /**
   * @param most events of one position
   */
  private static Arbitrary<History> histories(int most) {
    Arbitrary<List<Event>> logs =
        Combinators.combine(
                Arbitraries.integers().between(1, most),
                Arbitraries.integers().between(0, 1).list().ofSize(most),
                Arbitraries.integers().between(0, 1).list().ofSize(most))
            .as(Tuple::of)
            .list()
            .ofMinSize(1)
            .ofMaxSize(8)
            .map(RepeatLawsTest::log);
    Arbitrary<List<Integer>> restarts = Arbitraries.integers().between(0, 100).list().ofMaxSize(6);
    Arbitrary<Set<Integer>> cuts = Arbitraries.integers().between(1, 40).set().ofMaxSize(6);
    return Combinators.combine(logs, restarts, cuts, cuts)
        .as((log, places, runs, tasks) -> new History(log, sent(log, places), runs, tasks));
  }

  private static List<Event> log(
      List<Tuple.Tuple3<Integer, List<Integer>, List<Integer>>> transactions) {
    List<Event> log = new ArrayList<>();
    for (int transaction = 0; transaction < transactions.size(); transaction++) {
      Tuple.Tuple3<Integer, List<Integer>, List<Integer>> changes = transactions.get(transaction);
      for (int change = 0; change < changes.get1(); change++) {
        log.add(
            new Event(
                log.size(),
                "p%03d".formatted(transaction),
                changes.get2().get(change),
                changes.get3().get(change)));
      }
    }
    return log;
  }

  /** The log as a connector sends it that is killed and goes back again and again. */
  private static List<Event> sent(List<Event> log, List<Integer> places) {
    List<Event> sent = new ArrayList<>();
    int next = 0;
    for (int i = 0; i + 1 < places.size(); i += 2) {
      int killedAt = next + places.get(i) % (log.size() - next + 1);
      sent.addAll(log.subList(next, killedAt));
      next = places.get(i + 1) % (killedAt + 1);
    }
    sent.addAll(log.subList(next, log.size()));
    return sent;
  }
}

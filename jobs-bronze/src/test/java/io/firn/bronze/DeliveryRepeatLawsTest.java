package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.bronze.PositionTrack.Overlap;
import io.firn.bronze.Repeats.Delivered;
import io.firn.change.EventIdentity;
import io.firn.change.EventParts;
import io.firn.change.MongoMark;
import io.firn.change.MongoMark.Transaction;
import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Laws 3 and 5 where delivery is the order: no event is lost, what is sent twice stands once unless
 * it is of the last transaction that was sent, and the last that stands of a key is its last. The
 * server's clock goes back, transactions touch a document several times, the connector is killed
 * anywhere and begins again anywhere, landings cut what it sent into runs and tasks.
 */
class DeliveryRepeatLawsTest {

  /**
   * An event of the source's log.
   *
   * @param place in the log
   */
  record Event(int place, MongoMark mark, int key, int value) {
    private EventIdentity identity() {
      return EventIdentity.of(
          Connector.MONGODB,
          mark.sortable(),
          new EventParts("u", bytes(key), null, null, bytes(value)));
    }

    private static byte[] bytes(int number) {
      return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** An entry of the source's log: one operation, or a transaction's. */
  record Entry(int clock, boolean transaction, List<Integer> keys, List<Integer> values) {}

  /** What lies in the partition, and where it is cut. */
  record History(List<Event> log, List<Event> sent, Set<Integer> runs, Set<Integer> tasks) {}

  @Property(tries = 3000)
  void noEventIsLostAndTheLastOfAKeyStandsLast(@ForAll("histories") History history) {
    List<Event> bronze = land(history);

    assertThat(bronze).containsAll(history.log());
    assertThat(latest(bronze)).isEqualTo(latest(history.log()));
  }

  @Property(tries = 3000)
  void outsideOfTransactionsEachEventStandsOnce(@ForAll("operations") History history) {
    assertThat(land(history)).isEqualTo(history.log());
  }

  @Property
  void whatWasNeverSentTwiceIsKept(@ForAll("histories") History history) {
    History once = new History(history.log(), history.log(), history.runs(), history.tasks());

    assertThat(land(once)).isEqualTo(history.log());
  }

  @Property
  void whileTheClockDoesNotGoBackNothingIsLookedUp(@ForAll("steady") History history) {
    PositionTrack track = PositionTrack.ofDeliveries(0, Optional.empty());
    history.log().forEach(event -> see(track, event));

    assertThat(track.overlapping()).isEmpty();
  }

  private static Map<Integer, Integer> latest(List<Event> rows) {
    Map<Integer, Integer> latest = new TreeMap<>();
    rows.forEach(event -> latest.put(event.key(), event.value()));
    return latest;
  }

  private static void see(PositionTrack track, Event event) {
    track.seeDelivery(event.mark().sortable(), event.mark().namesEvent(), event.key());
  }

  private static List<Event> land(History history) {
    List<Event> bronze = new ArrayList<>();
    Optional<String> high = Optional.empty();
    int start = 0;
    for (int end = 1; end <= history.sent().size(); end++) {
      if (end == history.sent().size() || history.runs().contains(end)) {
        PositionTrack watched = watch(history, start, end, high);
        List<Event> range = history.sent().subList(start, end);
        bronze.addAll(
            watched.overlapping().isPresent()
                ? withoutRepeats(range, bronze, watched.overlapping().get())
                : range);
        high = watched.high();
        start = end;
      }
    }
    return bronze;
  }

  /** The first reading: pieces of the range in tasks of their own. */
  private static PositionTrack watch(History history, int start, int end, Optional<String> high) {
    Optional<PositionTrack> whole = Optional.empty();
    PositionTrack piece = PositionTrack.ofDeliveries(0, high);
    for (int i = start; i < end; i++) {
      see(piece, history.sent().get(i));
      if (i == end - 1 || history.tasks().contains(i)) {
        PositionTrack read = piece;
        whole = Optional.of(whole.map(earlier -> earlier.and(read)).orElse(read));
        piece = PositionTrack.ofDeliveries(0, high);
      }
    }
    return whole.orElseThrow();
  }

  /** The second reading, in one task, with what {@link KnownEvents} finds. */
  private static List<Event> withoutRepeats(
      List<Event> range, List<Event> bronze, Overlap overlap) {
    List<Event> inOverlap =
        bronze.stream().filter(event -> overlap.contains(event.mark().sortable())).toList();
    boolean isAll =
        inOverlap.isEmpty()
            || bronze.get(bronze.size() - 1).equals(inOverlap.get(inOverlap.size() - 1));
    Repeats repeats =
        Repeats.ofDeliveries(
            overlap,
            inOverlap.stream()
                .map(event -> new Delivered(event.mark().sortable(), event.identity()))
                .toList(),
            isAll);
    return range.stream()
        .filter(
            event ->
                !repeats.isDeliveredAgain(
                    event.mark().sortable(), event.mark().namesEvent(), event::identity))
        .toList();
  }

  @Provide
  Arbitrary<History> histories() {
    return histories(Arbitraries.integers().between(-2, 2), Arbitraries.of(true, false));
  }

  @Provide
  Arbitrary<History> operations() {
    return histories(Arbitraries.integers().between(-2, 2), Arbitraries.just(false));
  }

  @Provide
  Arbitrary<History> steady() {
    return histories(Arbitraries.integers().between(0, 2), Arbitraries.of(true, false));
  }

  /**
   * @param steps of the clock from one entry to the next
   */
  private static Arbitrary<History> histories(
      Arbitrary<Integer> steps, Arbitrary<Boolean> transactions) {
    Arbitrary<List<Integer>> few = Arbitraries.integers().between(0, 1).list().ofSize(4);
    Arbitrary<List<Event>> logs =
        Combinators.combine(steps, transactions, few, few)
            .as(Entry::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(8)
            .map(DeliveryRepeatLawsTest::log);
    Arbitrary<List<Integer>> restarts = Arbitraries.integers().between(0, 100).list().ofMaxSize(6);
    Arbitrary<Set<Integer>> cuts = Arbitraries.integers().between(1, 40).set().ofMaxSize(6);
    return Combinators.combine(logs, restarts, cuts, cuts)
        .as((log, places, runs, tasks) -> new History(log, sent(log, places), runs, tasks));
  }

  private static List<Event> log(List<Entry> entries) {
    List<Event> log = new ArrayList<>();
    long clock = 100;
    for (int counter = 0; counter < entries.size(); counter++) {
      Entry entry = entries.get(counter);
      clock += entry.clock();
      Optional<Transaction> transaction =
          entry.transaction() ? Optional.of(new Transaction(counter, "s")) : Optional.empty();
      for (int change = 0; change < (entry.transaction() ? 4 : 1); change++) {
        log.add(
            new Event(
                log.size(),
                new MongoMark(clock, counter, transaction),
                entry.keys().get(change),
                entry.values().get(change)));
      }
    }
    return log;
  }

  /** The log as a connector sends it that is killed and goes back again and again. */
  private static List<Event> sent(List<Event> log, List<Integer> places) {
    List<Event> sent = new ArrayList<>();
    int next = 0;
    for (Tuple.Tuple2<Integer, Integer> restart : pairs(places)) {
      int killedAt = next + restart.get1() % (log.size() - next + 1);
      sent.addAll(log.subList(next, killedAt));
      next = restart.get2() % (killedAt + 1);
    }
    sent.addAll(log.subList(next, log.size()));
    return sent;
  }

  private static List<Tuple.Tuple2<Integer, Integer>> pairs(List<Integer> numbers) {
    List<Tuple.Tuple2<Integer, Integer>> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      pairs.add(Tuple.of(numbers.get(i), numbers.get(i + 1)));
    }
    return pairs;
  }
}

package io.firn.bench.landing;

import io.firn.bench.BenchSettings;
import io.firn.bench.workload.OrderEvents;
import io.firn.bench.workload.TopicLoad;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What lies in the topics that are landed. */
enum LandingWorkload {
  ONE_TOPIC(1_000_000, 1, "one topic of 12 partitions, a million events of 700 bytes"),
  MANY_TOPICS(1_000_000, 1000, "a thousand topics and tables, a thousand events each"),
  ZIPF(1_000_000, 300, "300 topics and tables, few of them large and most of them small"),
  LARGE(60_000, 1, "one topic of 12 partitions, 60,000 events of 16 KB"),
  GROWTH(50_000, 1, "50,000 events into tables that hold 1, 10 and 100 times as many");

  static final int PARTITIONS = 12;
  private static final int LARGE_BYTES = 16 << 10;

  private final long events;
  private final int topics;
  private final String description;

  LandingWorkload(long events, int topics, String description) {
    this.events = events;
    this.topics = topics;
    this.description = description;
  }

  /** As a user writes it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String description() {
    return description;
  }

  /** The workloads that the settings ask for. */
  static List<LandingWorkload> of(BenchSettings settings) {
    String wanted = settings.workload().orElse(ONE_TOPIC.id());
    if (wanted.equals("all")) {
      return List.of(values());
    }
    return List.of(
        Arrays.stream(values())
            .filter(workload -> workload.id().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'" + wanted + "' is no workload: expected one of " + names())));
  }

  static String names() {
    return Arrays.stream(values()).map(LandingWorkload::id).collect(Collectors.joining(", "))
        + ", all";
  }

  /** Events that each round adds. */
  long events(BenchSettings settings) {
    return settings.events().orElse(events);
  }

  /** The topics with the events of a round. */
  List<TopicLoad> loads(BenchSettings settings) {
    long total = events(settings);
    return switch (this) {
      case ONE_TOPIC, GROWTH -> List.of(oneTopic("orders", total));
      case LARGE ->
          List.of(
              new TopicLoad(
                  topic("documents"),
                  PARTITIONS,
                  OrderEvents.large("documents", total, LARGE_BYTES)));
      case MANY_TOPICS -> small(shares(topics(settings), total, place -> 1));
      case ZIPF -> small(shares(topics(settings), total, place -> 1.0 / place));
    };
  }

  private int topics(BenchSettings settings) {
    return settings.tables().orElse(topics);
  }

  /** All events in one topic: what many topics are compared with. */
  static TopicLoad oneTopic(String table, long events) {
    return new TopicLoad(topic(table), PARTITIONS, OrderEvents.mixed(table, events));
  }

  private static List<TopicLoad> small(List<Long> shares) {
    List<TopicLoad> loads = new ArrayList<>();
    for (int place = 0; place < shares.size(); place++) {
      String table = String.format(Locale.ROOT, "orders_%04d", place);
      loads.add(new TopicLoad(topic(table), 1, OrderEvents.mixed(table, shares.get(place))));
    }
    return loads;
  }

  private interface Weight {
    double of(int place);
  }

  /** Deals out {@code total} by weight, at least one event each. */
  private static List<Long> shares(int topics, long total, Weight weight) {
    double sum = IntStream.rangeClosed(1, topics).mapToDouble(weight::of).sum();
    return IntStream.rangeClosed(1, topics)
        .mapToObj(place -> Math.max(1, Math.round(total * weight.of(place) / sum)))
        .toList();
  }

  private static String topic(String table) {
    return "acme.shop." + table;
  }
}

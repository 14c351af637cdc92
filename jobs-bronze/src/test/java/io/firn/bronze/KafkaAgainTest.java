package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.firn.bronze.BronzeProgress.Landed;
import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.run.rewind.LandingAgain.Again;
import io.firn.run.rewind.LandingAgain.Lost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KafkaAgainTest {
  private static final TopicPartition FIRST = new TopicPartition("orders", 0);
  private static final TopicPartition SECOND = new TopicPartition("orders", 1);
  private static final BronzeTable TABLE =
      new BronzeTable("orders", Pattern.compile("orders"), Connector.POSTGRESQL, Format.JSON);
  private static final OffsetRange ALL = new OffsetRange(0, 500);

  /** Landed since: 100 to 120 in two runs, and a second partition that began at 30. */
  private static final List<LedgerEntry> LEFT =
      List.of(entry(FIRST, 110, 120), entry(FIRST, 100, 110), entry(SECOND, 30, 40));

  private static final BronzeProgress NOW = progress("t1", 120L, 40L);
  private static final Optional<BronzeProgress> THEN = Optional.of(progress("t1", 100L));

  @Test
  void whatTheBrokerKeepsCanBeLandedAgain() {
    assertThat(again(THEN, "c1", "t1", new OffsetRange(100, 500), new OffsetRange(30, 40)))
        .isEqualTo(new Again(30, List.of()));
  }

  @Test
  void whatRetentionTookIsLost() {
    assertThat(again(THEN, "c1", "t1", new OffsetRange(105, 500), new OffsetRange(39, 40)).lost())
        .containsExactly(
            new Lost(FIRST, new OffsetRange(100, 105), "the first kept offset is 105"),
            new Lost(SECOND, new OffsetRange(30, 39), "the first kept offset is 39"));
    assertThat(again(THEN, "c1", "t1", new OffsetRange(300, 500), ALL).lost())
        .containsExactly(
            new Lost(FIRST, new OffsetRange(100, 120), "the first kept offset is 300"));
  }

  @Test
  void anotherClusterTopicOrPartitionHoldsNothingOfIt() {
    assertThat(again(Optional.empty(), "c2", "t1", ALL, ALL).lost())
        .extracting(Lost::why)
        .containsOnly("the broker is of another cluster");
    assertThat(again(Optional.empty(), "c1", "t2", ALL, ALL).lost())
        .extracting(Lost::why)
        .containsOnly("the topic was deleted and created again");
    assertThat(again(THEN, "c1", "t1", ALL).lost())
        .extracting(Lost::partition, Lost::why)
        .containsExactly(tuple(SECOND, "the partition is gone"));
    assertThat(again(THEN, new TreeMap<>()).lost())
        .extracting(Lost::why)
        .containsOnly("the topic is gone or not readable");
  }

  @Test
  void aBreakThatWasAcceptedSinceWouldStopTheNextRun() {
    assertThat(again(Optional.of(progress("t0", 100L)), "c1", "t1", ALL, ALL).lost())
        .extracting(Lost::why)
        .containsExactly("The topic was deleted and created again (bronze:orders): t1");
    assertThat(again(Optional.of(progress("t1", 300L)), "c1", "t1", ALL, ALL).lost())
        .extracting(Lost::partition, Lost::why)
        .containsExactly(tuple(FIRST, "the topic was landed from its start since, as accepted"));
  }

  private static Again again(
      Optional<BronzeProgress> then, String cluster, String topic, OffsetRange... kept) {
    TreeMap<String, TopicState.Topic> topics = new TreeMap<>();
    topics.put("orders", new TopicState.Topic(topic, List.of(kept)));
    return KafkaAgain.again(TABLE, LEFT, NOW, then, broker(cluster, topics));
  }

  private static Again again(
      Optional<BronzeProgress> then, TreeMap<String, TopicState.Topic> topics) {
    return KafkaAgain.again(TABLE, LEFT, NOW, then, broker("c1", topics));
  }

  private static BrokerState broker(String cluster, TreeMap<String, TopicState.Topic> topics) {
    return new BrokerState(
        "broker:9092", cluster, new TreeSet<>(topics.keySet()), topics, new TreeMap<>());
  }

  private static LedgerEntry entry(TopicPartition partition, long start, long end) {
    return new LedgerEntry(
        partition,
        0,
        new OffsetRange(start, end),
        new TreeMap<>(Map.of(Fate.WRITTEN, end - start)));
  }

  private static BronzeProgress progress(String topic, Long... next) {
    TreeMap<String, Landed> topics = new TreeMap<>();
    topics.put("orders", new Landed(topic, List.of(next), List.of(), List.of()));
    return new BronzeProgress("c1", topics);
  }
}

package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.bronze.Breaks.Break;
import io.firn.bronze.BronzeProgress.Landed;
import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.model.Acceptance;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which offsets are landed next, and when the broker's history is not the one landed from. */
class BronzePlannerTest {
  private static final BronzeTable TABLE =
      new BronzeTable("orders", Pattern.compile(".*orders"), Connector.POSTGRESQL, Format.JSON);

  @Test
  void theFirstRunLandsAllThatIsKept() {
    BronzePlanner.Planned planned =
        plan(state("cluster", topic("a.orders", "id", range(0, 5), range(0, 0))));

    assertThat(planned.range().partitions())
        .containsExactly(
            Map.entry(new TopicPartition("a.orders", 0), range(0, 5)),
            Map.entry(new TopicPartition("a.orders", 1), range(0, 0)));
    assertThat(planned.notes()).isEmpty();
    assertThat(planned.next())
        .isEqualTo(
            progress(
                "cluster",
                Map.of("a.orders", new Landed("id", List.of(5L, 0L), List.of(), List.of()))));
  }

  @Test
  void theNextRunGoesOnWhereTheLastEnded() {
    BronzePlanner.Planned planned =
        plan(
            state("cluster", topic("a.orders", "id", range(0, 9), range(2, 7))),
            landed("a.orders", "id", 5, 7));

    assertThat(planned.range().partitions())
        .containsExactly(
            Map.entry(new TopicPartition("a.orders", 0), range(5, 9)),
            Map.entry(new TopicPartition("a.orders", 1), range(7, 7)));
    assertThat(planned.next().topics().get("a.orders").next()).containsExactly(9L, 7L);
  }

  @Test
  void retentionUpToTheNextOffsetLosesNothing() {
    BronzePlanner.Planned planned =
        plan(state("cluster", topic("a.orders", "id", range(5, 9))), landed("a.orders", "id", 5));

    assertThat(planned.range().length()).isEqualTo(4);
    assertThat(planned.notes()).isEmpty();
  }

  @Test
  void recordsGoneFromAnUnseenTopicAreNoted() {
    assertThat(plan(state("cluster", topic("a.orders", "id", range(3, 5)))).notes())
        .containsExactly("a.orders-0 starts at offset 3: older records are gone from Kafka");
  }

  @Test
  void recordsGoneBeforeTheyWereLandedAreRefused() {
    assertRefused(
        state("cluster", topic("a.orders", "id", range(6, 9))),
        landed("a.orders", "id", 5),
        "Records that were not landed yet are gone from Kafka (bronze:orders) (a.orders-0)",
        "expected offset 5 still kept, found first kept offset 6, 1 offsets lost to retention");
  }

  @Test
  void anEndBeforeTheLandedOffsetIsRefused() {
    assertRefused(
        state("cluster", topic("a.orders", "id", range(0, 4))),
        landed("a.orders", "id", 5),
        "Kafka holds fewer records than were landed",
        "expected an end of at least 5, found end 4");
  }

  @Test
  void anotherClusterIsRefused() {
    assertRefused(
        state("other", topic("a.orders", "id", range(0, 9))),
        landed("a.orders", "id", 5),
        "another Kafka cluster",
        "expected cluster, found other");
  }

  @Test
  void aRecreatedTopicIsRefusedEvenWhenItsOffsetsFit() {
    assertRefused(
        state("cluster", topic("a.orders", "new", range(0, 9))),
        landed("a.orders", "id", 5),
        "The topic was deleted and created again (bronze:orders) (a.orders)",
        "expected topic id id, found new");
  }

  @Test
  void fewerPartitionsAreRefused() {
    assertRefused(
        state("cluster", topic("a.orders", "id", range(0, 9))),
        landed("a.orders", "id", 5, 5),
        "fewer partitions than before",
        "expected 2 partitions, found 1 partitions");
  }

  @Test
  void aNewPartitionIsLandedFromItsStart() {
    BronzePlanner.Planned planned =
        plan(
            state("cluster", topic("a.orders", "id", range(0, 9), range(0, 2))),
            landed("a.orders", "id", 9));

    assertThat(planned.range().nonEmpty().partitions())
        .containsExactly(Map.entry(new TopicPartition("a.orders", 1), range(0, 2)));
    assertThat(planned.notes()).containsExactly("a.orders grew from 1 to 2 partitions");
  }

  @Test
  void aNewTopicJoins() {
    BronzePlanner.Planned planned =
        plan(
            state(
                "cluster",
                topic("a.orders", "id", range(0, 9)),
                topic("b.orders", "other", range(0, 2))),
            landed("a.orders", "id", 9));

    assertThat(planned.range().nonEmpty().partitions())
        .containsExactly(Map.entry(new TopicPartition("b.orders", 0), range(0, 2)));
    assertThat(planned.notes()).containsExactly("new topic b.orders");
  }

  @Test
  void aTopicThatIsGoneIsNotedAndRemembered() {
    BronzePlanner.Planned planned =
        plan(
            state("cluster", topic("b.orders", "other", range(0, 2))), landed("a.orders", "id", 9));

    assertThat(planned.notes()).contains("topic a.orders is gone from the broker; its rows stay");
    assertThat(planned.next().topics()).containsKeys("a.orders", "b.orders");
    assertThat(planned.next().next(new TopicPartition("a.orders", 0))).hasValue(9);
  }

  @Test
  void aRefusalTellsHowToGoOnDeliberately() {
    assertRefused(
        state("cluster", topic("a.orders", "new", range(0, 9))),
        landed("a.orders", "id", 5),
        "firn run --select bronze:orders --accept recreated-topic=a.orders",
        "as later than all landed before");
  }

  @Test
  void anAcceptedRecreatedTopicIsLandedFromItsStartInANewEra() {
    BronzePlanner.Planned planned =
        plan(
            state("cluster", topic("a.orders", "new", range(0, 9))),
            landed("a.orders", "id", 5),
            "recreated-topic=a.*");

    assertThat(planned.range().partitions())
        .containsExactly(Map.entry(new TopicPartition("a.orders", 0), range(0, 9)));
    assertThat(planned.next().topics().get("a.orders"))
        .isEqualTo(new Landed("new", List.of(9L), List.of(), List.of(1)));
    assertThat(planned.accepted()).extracting(Break::topic).containsExactly("a.orders");
  }

  @Test
  void anAcceptanceOfOneTopicSaysNothingOfAnother() {
    assertThatThrownBy(
            () ->
                plan(
                    state(
                        "cluster",
                        topic("a.orders", "new", range(0, 9)),
                        topic("b.orders", "x", range(0, 1))),
                    landed("a.orders", "id", 5),
                    "recreated-topic=b.orders",
                    "lost-records=*"))
        .hasMessageContaining("The topic was deleted and created again");
  }

  @Test
  void acceptedLostRecordsStandInTheAccountsRange() {
    BronzePlanner.Planned planned =
        plan(
            state("cluster", topic("a.orders", "id", range(8, 9))),
            landed("a.orders", "id", 5),
            "lost-records=a.orders");

    TopicPartition partition = new TopicPartition("a.orders", 0);
    assertThat(planned.range().partitions()).containsExactly(Map.entry(partition, range(8, 9)));
    assertThat(planned.lost().partitions()).containsExactly(Map.entry(partition, range(5, 8)));
    assertThat(planned.next().era(partition)).isZero();
  }

  @Test
  void aTruncatedLogIsLandedAnewWhenAccepted() {
    BronzePlanner.Planned planned =
        plan(
            state("cluster", topic("a.orders", "id", range(0, 4), range(2, 3))),
            landed("a.orders", "id", 5, 3),
            "truncated-log=a.orders");

    assertThat(planned.range().length()).isEqualTo(5);
    assertThat(planned.next().topics().get("a.orders").era()).containsExactly(1, 1);
  }

  @Test
  void whatMovedWithTheClusterBeginsAnewWhenAccepted() {
    BronzePlanner.Planned planned =
        plan(
            state("other", topic("a.orders", "new", range(0, 9))),
            landed("a.orders", "id", 5),
            "other-cluster=*");

    assertThat(planned.next().cluster()).isEqualTo("other");
    assertThat(planned.next().era(new TopicPartition("a.orders", 0))).isEqualTo(1);
  }

  @Test
  void withMoreMongoPartitionsAKeyMayMoveSoThatItMustBeAccepted() {
    BronzeTable mongo =
        new BronzeTable("orders", Pattern.compile(".*orders"), Connector.MONGODB, Format.JSON);
    TopicState grown = state("cluster", topic("a.orders", "id", range(0, 9), range(0, 2)));
    Optional<BronzeProgress> before = Optional.of(landed("a.orders", "id", 5));

    assertThatThrownBy(() -> BronzePlanner.plan(mongo, grown, before, List.of()))
        .hasMessageContaining("Partitions were added to a topic");
    assertThat(
            BronzePlanner.plan(mongo, grown, before, List.of(Acceptance.parse("more-partitions=*")))
                .next()
                .topics()
                .get("a.orders"))
        .isEqualTo(new Landed("id", List.of(9L, 2L), List.of(), List.of(1, 1)));
  }

  private static BronzePlanner.Planned plan(TopicState state) {
    return BronzePlanner.plan(TABLE, state, Optional.empty(), List.of());
  }

  private static BronzePlanner.Planned plan(
      TopicState state, BronzeProgress landed, String... accepted) {
    return BronzePlanner.plan(
        TABLE, state, Optional.of(landed), Arrays.stream(accepted).map(Acceptance::parse).toList());
  }

  private static void assertRefused(
      TopicState state, BronzeProgress landed, String what, String found) {
    assertThatThrownBy(() -> plan(state, landed))
        .hasMessageContaining(what)
        .hasMessageContaining(found)
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.HISTORY));
  }

  @SafeVarargs
  private static TopicState state(String cluster, Map.Entry<String, TopicState.Topic>... topics) {
    TreeMap<String, TopicState.Topic> byName = new TreeMap<>();
    for (Map.Entry<String, TopicState.Topic> topic : topics) {
      byName.put(topic.getKey(), topic.getValue());
    }
    return new TopicState(cluster, byName);
  }

  private static Map.Entry<String, TopicState.Topic> topic(
      String name, String id, OffsetRange... partitions) {
    return Map.entry(name, new TopicState.Topic(id, List.of(partitions)));
  }

  private static OffsetRange range(long start, long end) {
    return new OffsetRange(start, end);
  }

  private static BronzeProgress landed(String topic, String id, long... next) {
    List<Long> offsets = Arrays.stream(next).boxed().toList();
    return progress("cluster", Map.of(topic, new Landed(id, offsets, List.of(), List.of())));
  }

  private static BronzeProgress progress(String cluster, Map<String, Landed> topics) {
    return new BronzeProgress(cluster, new TreeMap<>(topics));
  }
}

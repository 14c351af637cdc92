package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Format;
import io.firn.config.KafkaReader;
import io.firn.config.KafkaSettings;
import io.firn.config.LandingLimits;
import io.firn.config.Setting;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.Fate;
import io.firn.model.FirnException;
import io.firn.model.LedgerEntry;
import io.firn.model.Outcome;
import io.firn.model.UnitName;
import io.firn.run.CheckResult;
import io.firn.run.JobContext;
import io.firn.run.PlanResult;
import io.firn.run.UnitPlan;
import io.firn.sandbox.SecuredKafka;
import io.firn.sandbox.junit.KafkaUser;
import io.firn.sandbox.junit.Parts;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker with TLS, passwords and rights: what Firn needs, and what it says where it lacks it. */
@ExtendWith(Parts.class)
class SecuredBrokerIT {
  private static final int ABORTED = 5;

  private final SecuredKafka kafka;

  @TempDir private Path folder;

  SecuredBrokerIT(SecuredKafka kafka) {
    this.kafka = kafka;
  }

  @Test
  void bothReadersLandWithTheRightToReadAlone() {
    // Given
    try (Traffic traffic = new Traffic(kafka.broker(), 3);
        KafkaUser user = KafkaUser.create(kafka, "reader", "one of many")) {
      traffic.topic("reading.acme.orders", 2, 500);
      traffic.topic("reading.zeta.orders", 1, 0);
      traffic.committedTransaction("reading.zeta.orders", 0, 100);
      traffic.abortedTransaction("reading.zeta.orders", ABORTED);
      user.mayTopicsBelow("reading.", AclOperation.READ);
      List<BronzeTable> tables = List.of(table("orders", "reading\\.(?<tenant>[a-z]+)\\.orders"));

      // When
      Landed consumer = land("reading-consumer", user, KafkaReader.CONSUMER, tables);
      Landed spark = land("reading-spark", user, KafkaReader.SPARK, tables);

      // Then
      assertThat(consumer.rows()).hasSizeGreaterThan(500).isEqualTo(spark.rows());
      assertThat(consumer.ledger()).isEqualTo(spark.ledger()).allMatch(LedgerEntry::balances);
      assertThat(consumer.checks()).isNotEmpty().allMatch(CheckResult::passed);
      // Why the two markers bring no record is told to those who may see the topic's settings.
      assertThat(total(consumer, Fate.ABORTED)).isEqualTo(ABORTED);
      assertThat(total(consumer, Fate.UNNAMED)).isEqualTo(2);

      user.mayTopicsBelow("reading.", AclOperation.DESCRIBE_CONFIGS);
      Landed named = land("reading-named", user, KafkaReader.CONSUMER, tables);
      assertThat(total(named, Fate.CONTROL)).isEqualTo(2);
      assertThat(total(named, Fate.UNNAMED)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(KafkaReader.class)
  void aTopicThatMayNotBeReadStopsItsTableAlone(KafkaReader reader) {
    String prefix = "closed-" + reader + ".";
    try (Traffic traffic = new Traffic(kafka.broker(), 5);
        KafkaUser user = KafkaUser.create(kafka, prefix, "one of many")) {
      // Given
      List.of("a.items", "b.items", "a.orders")
          .forEach(
              name -> {
                traffic.topic(prefix + name, 1, 0);
                traffic.changes(prefix + name, 0, 10);
              });
      user.mayTopic(prefix + "a.items", AclOperation.READ)
          .mayTopic(prefix + "b.items", AclOperation.DESCRIBE)
          .mayTopic(prefix + "a.orders", AclOperation.READ);
      BronzeTable items = table("items", Pattern.quote(prefix) + "(?<tenant>[a-z]+)\\.items");
      BronzeTable orders = table("orders", Pattern.quote(prefix) + "(?<tenant>[a-z]+)\\.orders");

      // When
      Map<UnitName, Outcome> outcomes;
      try (TestLake lake = lake(prefix, user, reader, List.of(items, orders))) {
        outcomes = run(lake.context("k"), List.of(items, orders));
      }

      // Then
      assertThat(outcomes.get(orders.unit())).isInstanceOf(Outcome.Committed.class);
      Failure refused = outcomes.get(items.unit()).failure().orElseThrow();
      assertThat(refused.kind().exitCode()).isEqualTo(20);
      assertThat(refused.where()).contains(prefix + "b.items");
      assertThat(refused.expected()).isEqualTo("the right to READ it");
      assertThat(refused.found()).isEqualTo("only [DESCRIBE]");
    }
  }

  @Test
  void aRightThatIsTakenAwayAfterThePlanStopsItsTableAlone() {
    withoutTheRightToReadAfterThePlan(
        KafkaReader.CONSUMER,
        (landing, tables) -> {
          Map<UnitName, Outcome> outcomes = landing.get();
          Failure refused = outcomes.get(tables.get(0).unit()).failure().orElseThrow();
          assertThat(refused.kind()).isEqualTo(ErrorKind.CONFIG);
          assertThat(refused.where()).isEqualTo("taken-consumer.items");
          assertThat(refused.expected()).isEqualTo("the right to READ it");
          assertThat(outcomes.get(tables.get(1).unit())).isInstanceOf(Outcome.Committed.class);
        });
  }

  /** Spark's own source stops for all: it has no way to leave one topic out. */
  @Test
  void aRightThatIsTakenAwayAfterThePlanIsNamedBySparksReaderToo() {
    withoutTheRightToReadAfterThePlan(
        KafkaReader.SPARK,
        (landing, tables) ->
            assertThatThrownBy(landing::get)
                .hasMessageContaining("the right to READ it")
                .isInstanceOfSatisfying(
                    FirnException.class,
                    refused -> {
                      assertThat(refused.failure().kind()).isEqualTo(ErrorKind.CONFIG);
                      assertThat(refused.failure().where()).contains("taken-spark.items");
                    }));
  }

  private void withoutTheRightToReadAfterThePlan(
      KafkaReader reader,
      BiConsumer<Supplier<Map<UnitName, Outcome>>, List<BronzeTable>> assertions) {
    String prefix = "taken-" + reader.name().toLowerCase(Locale.ROOT) + ".";
    try (Traffic traffic = new Traffic(kafka.broker(), 7);
        KafkaUser user = KafkaUser.create(kafka, prefix, "one of many")) {
      for (String name : List.of("items", "orders")) {
        traffic.topic(prefix + name, 1, 0);
        traffic.changes(prefix + name, 0, 10);
        user.mayTopic(prefix + name, AclOperation.READ);
      }
      List<BronzeTable> tables =
          List.of(
              table("items", Pattern.quote(prefix + "items")),
              table("orders", Pattern.quote(prefix + "orders")));
      try (TestLake lake = lake(prefix, user, reader, tables)) {
        JobContext context = lake.context("k");
        List<UnitPlan> plans =
            plan(context, tables).values().stream().map(PlanResult::orThrow).toList();
        user.mayTopicNoMore(prefix + "items", AclOperation.READ);
        assertions.accept(() -> new BronzeJob().run(plans, context), tables);
      }
    }
  }

  @Test
  void aLandedTopicThatIsHiddenNowIsNotTakenForGone() {
    try (Traffic traffic = new Traffic(kafka.broker(), 11);
        KafkaUser user = KafkaUser.create(kafka, "hidden", "one of many")) {
      // Given
      for (String name : List.of("hidden.acme.items", "hidden.zeta.items", "hidden.secret.items")) {
        traffic.topic(name, 1, 0);
        traffic.changes(name, 0, 10);
      }
      user.mayTopic("hidden.acme.items", AclOperation.READ)
          .mayTopic("hidden.zeta.items", AclOperation.READ);
      List<BronzeTable> tables = List.of(table("items", "hidden\\.(?<tenant>[a-z]+)\\.items"));
      UnitName unit = tables.get(0).unit();
      try (TestLake lake = lake("hidden", user, KafkaReader.CONSUMER, tables)) {
        // What was never seen cannot be missed: brokers tell nothing of it.
        assertThat(run(lake.context("first"), tables).get(unit))
            .isInstanceOfSatisfying(
                Outcome.Committed.class,
                committed -> assertThat(committed.counts()).containsEntry("written", 20L));

        user.mayTopicNoMore("hidden.zeta.items", AclOperation.READ);
        traffic.changes("hidden.acme.items", 10, 20);
        Failure hidden = run(lake.context("second"), tables).get(unit).failure().orElseThrow();
        assertThat(hidden.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(hidden.where()).startsWith("hidden.zeta.items at ");
        assertThat(hidden.expected()).isEqualTo("the rights to DESCRIBE and READ it");

        // Who may see a name is told that it is gone.
        user.mayTopic("hidden.zeta.items", AclOperation.READ);
        traffic.delete("hidden.zeta.items");
        UnitPlan gone = plan(lake.context("third"), tables).get(unit).orThrow();
        assertThat(gone.summary().notes())
            .containsExactly("topic hidden.zeta.items is gone from the broker; its rows stay");
      }
    }
  }

  @Test
  void whereNoTopicIsSeenTheMissingRightIsAmongTheReasons() {
    try (Traffic traffic = new Traffic(kafka.broker(), 13);
        KafkaUser user = KafkaUser.create(kafka, "nobody", "one of many")) {
      traffic.topic("unseen.items", 1, 1);
      List<BronzeTable> tables = List.of(table("items", "unseen\\.items"));
      try (TestLake lake = lake("unseen", user, KafkaReader.CONSUMER, tables)) {
        Failure refused =
            run(lake.context("k"), tables).get(tables.get(0).unit()).failure().orElseThrow();
        assertThat(refused.kind()).isEqualTo(ErrorKind.CONFIG);
        assertThat(refused.next()).contains("grant DESCRIBE on the topics");
      }
    }
  }

  @Test
  void theClustersRightIsNeededForExactLimitsAlone() {
    try (Traffic traffic = new Traffic(kafka.broker(), 17);
        KafkaUser user = KafkaUser.create(kafka, "limited", "one of many")) {
      // Given
      traffic.topic("limited.items", 1, 0);
      traffic.changes("limited.items", 0, 300);
      user.mayTopic("limited.items", AclOperation.READ);
      List<BronzeTable> tables = List.of(table("items", "limited\\.items"));
      LandingLimits limits = new LandingLimits(100 * 1024, Long.MAX_VALUE);
      try (TestLake lake = lake("limited", settings(user, KafkaReader.CONSUMER, limits), tables)) {
        // Then
        assertThat(waiting(lake, tables)).as("a KiB counts for each offset").isEqualTo(100);
        user.mayCluster(AclOperation.DESCRIBE);
        assertThat(waiting(lake, tables)).as("by the sizes on disk").isEqualTo(300);
      }
    }
  }

  private static long waiting(TestLake lake, List<BronzeTable> tables) {
    return plan(lake.context("k"), tables).get(tables.get(0).unit()).orThrow().summary().waiting();
  }

  /** What a landing left behind. */
  private record Landed(List<LedgerEntry> ledger, List<String> rows, List<CheckResult> checks) {}

  private Landed land(String name, KafkaUser user, KafkaReader reader, List<BronzeTable> tables) {
    try (TestLake lake = lake(name, user, reader, tables)) {
      JobContext context = lake.context("k");
      List<LedgerEntry> ledger = new ArrayList<>();
      List<String> rows = new ArrayList<>();
      List<CheckResult> checks = new ArrayList<>();
      run(context, tables)
          .forEach(
              (unit, outcome) -> {
                assertThat(outcome).isInstanceOf(Outcome.Committed.class);
                ledger.addAll(((Outcome.Committed) outcome).ledger());
                lake.rows(unit.tableName()).drop("landed_at").toJSON().collectAsList().stream()
                    .sorted()
                    .forEach(rows::add);
                checks.addAll(new BronzeJob().verify(unit, context));
              });
      return new Landed(ledger, rows, checks);
    }
  }

  private static long total(Landed landed, Fate fate) {
    return landed.ledger().stream().mapToLong(entry -> entry.count(fate)).sum();
  }

  /** How each unit ended, those included that were refused before anything was read. */
  private static Map<UnitName, Outcome> run(JobContext context, List<BronzeTable> tables) {
    Map<UnitName, Outcome> outcomes = new TreeMap<>();
    List<UnitPlan> ready = new ArrayList<>();
    plan(context, tables)
        .forEach(
            (unit, result) -> {
              if (result instanceof PlanResult.Refused refused) {
                outcomes.put(unit, new Outcome.Failed(refused.cause()));
              } else {
                ready.add(result.orThrow());
              }
            });
    if (!ready.isEmpty()) {
      outcomes.putAll(new BronzeJob().run(ready, context));
    }
    return outcomes;
  }

  private static Map<UnitName, PlanResult> plan(
      JobContext context, Collection<BronzeTable> tables) {
    return new BronzeJob().plan(tables.stream().map(BronzeTable::unit).toList(), context);
  }

  private TestLake lake(String name, KafkaUser user, KafkaReader reader, List<BronzeTable> tables) {
    return lake(name, settings(user, reader, LandingLimits.USUAL), tables);
  }

  private TestLake lake(String name, KafkaSettings settings, List<BronzeTable> tables) {
    return TestLake.in(folder.resolve(name), settings, tables, List.of(), List.of());
  }

  private KafkaSettings settings(KafkaUser user, KafkaReader reader, LandingLimits limits) {
    TreeMap<String, Setting> options = new TreeMap<>();
    user.client().forEach((key, value) -> options.put(key, new Setting.Plain(value)));
    return new KafkaSettings(kafka.bootstrapServers(), Optional.empty(), reader, limits, options);
  }

  private static BronzeTable table(String name, String topics) {
    return new BronzeTable(name, Pattern.compile(topics), Connector.POSTGRESQL, Format.JSON);
  }
}

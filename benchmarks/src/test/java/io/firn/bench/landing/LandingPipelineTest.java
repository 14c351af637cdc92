package io.firn.bench.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.bench.workload.OrderEvents;
import io.firn.bench.workload.TopicLoad;
import io.firn.config.KafkaReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingPipelineTest {
  private static final String BROKER = "127.0.0.1:9092";

  @TempDir Path folder;

  private final List<TopicLoad> loads = List.of(load("orders_0"), load("orders_1"));

  private static TopicLoad load(String table) {
    return new TopicLoad("acme.shop." + table, 1, OrderEvents.mixed(table, 10));
  }

  @Test
  void each_peer_has_tables_of_its_own_in_one_catalog() {
    LandingPipeline landing =
        LandingPipeline.write(folder, "landing", BROKER, KafkaReader.CONSUMER, loads);
    LandingPipeline reader =
        LandingPipeline.write(folder, "spark-reader", BROKER, KafkaReader.SPARK, loads);

    assertThat(landing.tables())
        .map(Object::toString)
        .containsExactly("bronze.landing_orders_0", "bronze.landing_orders_1");
    assertThat(reader.tables())
        .map(Object::toString)
        .containsExactly("bronze.spark_reader_orders_0", "bronze.spark_reader_orders_1");
    assertThat(landing.pipeline().catalog()).isEqualTo(reader.pipeline().catalog());
    assertThat(reader.pipeline().kafka().reader()).isEqualTo(KafkaReader.SPARK);
  }

  @Test
  void a_table_takes_its_own_topic_and_no_other() {
    LandingPipeline landing =
        LandingPipeline.write(folder, "landing", BROKER, KafkaReader.CONSUMER, loads);

    var topics = landing.pipeline().bronze().get(1).topics();

    assertThat(topics.matcher("acme.shop.orders_1").matches()).isTrue();
    assertThat(topics.matcher("acme.shop.orders_0").matches()).isFalse();
  }
}

package io.firn.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPlaceTest {

  @Test
  void a_place_is_read_as_it_is_written() {
    RecordPlace place = new RecordPlace(new TopicPartition("acme-eu.shop.or-ders", 12), 17);

    assertThat(place).hasToString("acme-eu.shop.or-ders-12@17");
    assertThat(RecordPlace.parse(place.toString())).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "orders", "orders-0", "orders@1", "orders-a@1", "orders-0@-1", "-0@1"})
  void what_is_no_place_is_refused_with_an_example(String text) {
    assertThatThrownBy(() -> RecordPlace.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no record")
        .hasMessageContaining("TOPIC-PARTITION@OFFSET");
  }
}

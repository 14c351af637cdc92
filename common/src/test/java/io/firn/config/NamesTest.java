package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "id, id",
    "_id, _id",
    "orderNo, order_no",
    "OrderNo, order_no",
    "ORDER_NO, order_no",
    "Order-No, order_no",
    "order no., order_no_",
    "HTTPServerName, http_server_name",
    "line2Total, line2_total",
    "$dollar, _dollar",
    "straßeNr, straße_nr",
    "ship.to, ship_to"
  })
  void snakeCaseIsLowerCaseWithUnderscores(String field, String column) {
    assertThat(Names.SNAKE_CASE.of(field)).isEqualTo(column);
    assertThat(Names.SNAKE_CASE.of(column)).as("the rule again").isEqualTo(column);
    assertThat(Names.AS_IS.of(field)).isEqualTo(field);
  }
}

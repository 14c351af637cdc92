package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BytesTextTest {

  @Test
  void utf_8_is_shown_as_the_text_it_is() {
    assertThat(BytesText.lines("{\"näme\": 1}\n日".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("{\"näme\": 1}", "日");
  }

  @Test
  void other_bytes_are_shown_with_their_places_in_hexadecimal() {
    byte[] bytes = new byte[18];
    bytes[0] = (byte) 0xff;
    bytes[1] = 'A';
    bytes[17] = 'z';

    List<String> lines = BytesText.lines(bytes);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("00000000  ff 41 00 00").endsWith("|.A..............|");
    assertThat(lines.get(1)).startsWith("00000010  00 7a").endsWith("|.z|");
  }

  @Test
  void nothing_in_a_record_speaks_to_the_terminal() {
    byte[] bytes = "a\u001b[31mred\u009b1m\u0007\tend".getBytes(StandardCharsets.UTF_8);

    assertThat(BytesText.lines(bytes)).containsExactly("a\\u001b[31mred\\u009b1m\\u0007\tend");
  }

  @Test
  void a_large_value_is_cut_and_says_so() {
    byte[] bytes = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);

    assertThat(BytesText.lines(bytes))
        .hasSize(2)
        .last()
        .asString()
        .contains("5000 bytes in all", "--output json");
    assertThat(BytesText.lines(new byte[0])).containsExactly("(empty: 0 bytes)");
  }
}

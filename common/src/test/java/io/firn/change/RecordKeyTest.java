package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.change.EnvelopeRefusal.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1}",
        "{ \"id\" : \"ü\" }",
        "42",
        "\"text\"",
        "null",
        "[1,2]",
        "{\"payload\":1}",
        "{\"payload\":{\"id\":1}}"
      })
  void aPlainKeyStaysAsItCame(String key) throws EnvelopeRefusal {
    assertThat(payload(key)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"schema\":{\"type\":\"struct\"},\"payload\":{ \"id\" : 1 }} | { \"id\" : 1 }",
        "{\"payload\":{\"id\":1},\"schema\":{}} | {\"id\":1}",
        "{\"schema\":null,\"payload\":42} | 42",
        "{\"schema\":null,\"payload\":\"tëxt\"} | \"tëxt\""
      })
  void aKeyWithASchemaIsItsPayload(String key, String payload) throws EnvelopeRefusal {
    assertThat(payload(key)).isEqualTo(payload);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id-1", "{\"id\":1", "{\"id\":1} x", "1 2", "{\"id\":secret}"})
  void whatIsNoJsonIsRefusedWithoutShowingIt(String key) {
    assertThatThrownBy(() -> payload(key))
        .hasMessageContaining("key")
        .hasMessageNotContaining("secret")
        .isInstanceOfSatisfying(
            EnvelopeRefusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.KEY_NOT_JSON));
  }

  private static String payload(String key) throws EnvelopeRefusal {
    byte[] payload = new RecordKey().payload(key.getBytes(StandardCharsets.UTF_8));
    return new String(payload, StandardCharsets.UTF_8);
  }
}

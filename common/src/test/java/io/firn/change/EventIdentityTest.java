package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Connector;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Law 3: what makes two events two. */
class EventIdentityTest {
  private static final byte[] NONE = null;

  @Test
  void everyPartOfARowChangeCounts() {
    EventIdentity event = row("p", "u", "k", "b", "a");

    assertThat(row("p", "u", "k", "b", "a")).isEqualTo(event);
    assertThat(row("q", "u", "k", "b", "a")).isNotEqualTo(event);
    assertThat(row("p", "c", "k", "b", "a")).isNotEqualTo(event);
    assertThat(row("p", "u", "l", "b", "a")).isNotEqualTo(event);
    assertThat(row("p", "u", "k", "c", "a")).isNotEqualTo(event);
    assertThat(row("p", "u", "k", "b", "b")).isNotEqualTo(event);
  }

  @Test
  void partsDoNotRunTogether() {
    assertThat(row("p", "u", "k", "ab", "")).isNotEqualTo(row("p", "u", "k", "a", "b"));
    assertThat(row("p", "u", "k", null, "a")).isNotEqualTo(row("p", "u", "k", "a", null));
    assertThat(row("p", "u", "k", null, "")).isNotEqualTo(row("p", "u", "k", null, null));
  }

  @Test
  void aDocumentThatWasLookedUpDoesNotCountBesideItsPatch() {
    EventIdentity first = document("u", "before", "as of the first delivery", "{\"x\":1}");

    assertThat(document("u", null, "as of the second", "{\"x\":1}")).isEqualTo(first);
    assertThat(document("u", "before", null, "{\"x\":1}")).isEqualTo(first);
    assertThat(document("u", "before", "as of the first delivery", "{\"x\":2}"))
        .isNotEqualTo(first);
  }

  @Test
  void aDocumentThatTheEventCarriesCounts() {
    assertThat(document("c", null, "{\"x\":1}", null))
        .isNotEqualTo(document("c", null, "{\"x\":2}", null))
        .isNotEqualTo(document("u", null, "{\"x\":1}", null));
  }

  private static EventIdentity row(
      String position, String operation, String key, String before, String after) {
    return EventIdentity.of(
        Connector.MARIADB,
        position,
        new EventParts(operation, bytes(key), bytes(before), bytes(after), NONE));
  }

  private static EventIdentity document(
      String operation, String before, String after, String patch) {
    return EventIdentity.of(
        Connector.MONGODB,
        "m",
        new EventParts(operation, bytes("k"), bytes(before), bytes(after), bytes(patch)));
  }

  private static byte[] bytes(String text) {
    return text == null ? NONE : text.getBytes(StandardCharsets.UTF_8);
  }
}

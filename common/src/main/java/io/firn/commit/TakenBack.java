package io.firn.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;

/**
 * What a bronze snapshot says that takes one tenant's rows back: {@code {"tenant":"acme","target":
 * "run nightly-7","to":"snapshot id, or none","by":"…"}}. When, the snapshot itself tells.
 *
 * @param target what was asked for, e.g. {@code run nightly-7}
 * @param to the snapshot of this table that the tenant's rows are now those of
 * @param by who asked for it
 */
public record TakenBack(String tenant, String target, String to, String by) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NONE = "none";

  public static TakenBack of(
      String tenant, String target, Optional<Long> snapshot, String askedBy) {
    return new TakenBack(tenant, target, snapshot.map(String::valueOf).orElse(NONE), askedBy);
  }

  /** What a snapshot with this {@code summary} took back, if it did. */
  public static Optional<TakenBack> in(Map<String, String> summary) {
    return Optional.ofNullable(summary.get(CommitKeys.TAKEN_BACK)).map(TakenBack::parse);
  }

  private static TakenBack parse(String text) {
    try {
      return JSON.readValue(text, TakenBack.class);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable note on a tenant taken back: " + text, broken);
    }
  }

  /** The snapshot gone back to; empty when the table had none then. */
  public Optional<Long> snapshot() {
    return to.equals(NONE) ? Optional.empty() : Optional.of(Long.valueOf(to));
  }

  public String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record of text is JSON", impossible);
    }
  }
}

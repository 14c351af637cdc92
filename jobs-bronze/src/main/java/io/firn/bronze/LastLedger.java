package io.firn.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.commit.CommitKeys;
import io.firn.model.LedgerEntry;
import io.firn.run.JobContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * The account of a table's last landing, as it stands in the table's properties: there it is
 * committed with the rows and outlives the snapshot, until the next landing has made sure that
 * {@code bronze.__ledger} has it.
 *
 * @param at the run's start, as ISO 8601 text
 * @param ledger see {@link Ledger}
 */
record LastLedger(String runKey, String at, String ledger) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static LastLedger of(JobContext context, List<LedgerEntry> ledger) {
    return new LastLedger(
        context.runKey().value(), context.startedAt().toString(), Ledger.text(ledger));
  }

  /** The account that {@code table} carries. */
  static Optional<LastLedger> of(Table table) {
    return Optional.ofNullable(table.properties().get(CommitKeys.LEDGER)).map(LastLedger::parse);
  }

  private static LastLedger parse(String text) {
    try {
      return JSON.readValue(text, LastLedger.class);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("unreadable ledger in a table's properties: " + text, broken);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record of text is JSON", impossible);
    }
  }

  Instant startedAt() {
    return Instant.parse(at);
  }

  List<LedgerEntry> entries() {
    return Ledger.parse(ledger);
  }
}

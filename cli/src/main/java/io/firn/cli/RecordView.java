package io.firn.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.bronze.QuarantinedRecord;
import io.firn.bronze.QuarantinedRecord.Resolution;
import io.firn.bronze.RecordContent;
import io.firn.cli.console.Narrator;
import java.util.List;
import java.util.Optional;

/** Refused records with their bytes, for people and as JSON. */
final class RecordView {
  private static final String INDENT = "    ";

  private RecordView() {}

  static ObjectNode json(List<ShownRecord> records, int inAll) {
    return Json.object()
        .put("recordsInAll", inAll)
        .set("records", Json.array(records, RecordView::json));
  }

  private static ObjectNode json(ShownRecord shown) {
    QuarantinedRecord record = shown.record();
    ObjectNode json =
        Json.object()
            .put("unit", record.unit().toString())
            .put("topic", record.place().partition().topic())
            .put("partition", record.place().partition().partition())
            .put("offset", record.place().offset())
            .put("tenant", record.tenant().orElse(null))
            .put("kafkaTime", record.kafkaTime().toString())
            .put("reason", record.refused().reason())
            .put("detail", record.refused().detail());
    shown
        .advice()
        .ifPresent(advice -> json.put("expected", advice.expected()).put("next", advice.next()));
    json.put("firstSeen", record.refused().firstSeen().toString())
        .put("runKey", record.refused().runKey())
        .put("state", QuarantineGroup.state(record));
    record.resolution().ifPresent(resolution -> json.set("resolution", json(resolution)));
    json.set("headers", Json.array(shown.content().headers(), RecordView::json));
    json.set("key", json(shown.content().key()));
    return json.set("value", json(shown.content().value()));
  }

  private static ObjectNode json(Resolution resolution) {
    return Json.object()
        .put("reason", resolution.reason())
        .put("by", resolution.by())
        .put("runKey", resolution.runKey())
        .put("at", resolution.at().toString());
  }

  private static ObjectNode json(RecordContent.Header header) {
    return Json.object().put("name", header.name()).set("value", json(header.value()));
  }

  /** {@code {"bytes": 2, "text": "…"}} or {@code {"bytes": 2, "hex": "…"}}; null when absent. */
  private static JsonNode json(Optional<byte[]> bytes) {
    if (bytes.isEmpty()) {
      return NullNode.getInstance();
    }
    ObjectNode json = Json.object().put("bytes", bytes.get().length);
    return BytesText.text(bytes.get())
        .map(text -> json.put("text", text))
        .orElseGet(() -> json.put("hex", BytesText.hex(bytes.get())));
  }

  static void tell(List<ShownRecord> records, int inAll, Narrator narrator) {
    records.forEach(record -> tell(record, narrator));
    narrator.line("");
    narrator.line(
        inAll > records.size()
            ? records.size() + " of " + inAll + " refused records; --limit shows more"
            : Counted.of(inAll, "refused record"));
  }

  private static void tell(ShownRecord shown, Narrator narrator) {
    QuarantinedRecord record = shown.record();
    narrator.heading(record.place() + " (" + record.unit() + ")");
    line(narrator, "reason", record.refused().reason() + ": " + record.refused().detail());
    shown
        .advice()
        .ifPresent(
            advice -> {
              line(narrator, "expected", advice.expected());
              line(narrator, "next", advice.next());
            });
    line(narrator, "kafka time", record.kafkaTime().toString());
    line(
        narrator,
        "first seen",
        record.refused().firstSeen() + " by run " + record.refused().runKey());
    line(narrator, "state", state(record));
    for (RecordContent.Header header : shown.content().headers()) {
      bytes(narrator, "header " + BytesText.safe(header.name()), header.value());
    }
    bytes(narrator, "key", shown.content().key());
    bytes(narrator, "value", shown.content().value());
  }

  private static String state(QuarantinedRecord record) {
    return record
        .resolution()
        .map(
            resolution ->
                QuarantineGroup.state(record)
                    + " by "
                    + resolution.by()
                    + " at "
                    + resolution.at()
                    + " (run "
                    + resolution.runKey()
                    + ")"
                    + (resolution.reason().isEmpty() ? "" : ": " + resolution.reason()))
        .orElse("waiting");
  }

  private static void bytes(Narrator narrator, String name, Optional<byte[]> bytes) {
    narrator.line("  " + narrator.paint().strong(name) + (bytes.isEmpty() ? ": none" : ""));
    bytes.ifPresent(found -> BytesText.lines(found).forEach(line -> narrator.line(INDENT + line)));
  }

  private static void line(Narrator narrator, String name, String text) {
    narrator.line(String.format("  %-10s %s", name, BytesText.safe(text)));
  }
}

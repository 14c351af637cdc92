package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Groups of refused records as a table and as JSON. */
final class QuarantineView {
  private static final int TOPICS_SHOWN = 3;

  private QuarantineView() {}

  static ObjectNode json(List<QuarantineGroup> groups, int limit) {
    return Json.object()
        .put("records", records(groups))
        .put("groupsInAll", groups.size())
        .set("groups", Json.array(groups.stream().limit(limit).toList(), QuarantineView::json));
  }

  private static ObjectNode json(QuarantineGroup group) {
    ObjectNode json =
        Json.object()
            .put("unit", group.unit().toString())
            .put("reason", group.reason())
            .put("state", group.state())
            .put("records", group.records())
            .put("firstSeen", group.firstSeen().toString())
            .put("lastSeen", group.lastSeen().toString());
    json.set("topics", Json.texts(group.topics()));
    return json.put("example", group.example().toString());
  }

  /** The groups with a sentence that counts them; {@code what} names the records. */
  static void tell(List<QuarantineGroup> groups, int limit, String what, Narrator narrator) {
    if (groups.isEmpty()) {
      narrator.line("no " + what);
      return;
    }
    Grid.Builder grid =
        Grid.of(
            "UNIT", "REASON", "STATE", "RECORDS", "FIRST SEEN", "LAST SEEN", "TOPICS", "EXAMPLE");
    groups.stream().limit(limit).forEach(group -> grid.row(row(group)));
    narrator.table(grid.build());
    if (groups.size() > limit) {
      narrator.line("… and " + Counted.of(groups.size() - limit, "line") + " more: --limit");
    }
    narrator.line("");
    narrator.line(records(groups) + " " + what);
  }

  private static String[] row(QuarantineGroup group) {
    return new String[] {
      group.unit().toString(),
      group.reason(),
      group.state(),
      Long.toString(group.records()),
      seconds(group.firstSeen()),
      seconds(group.lastSeen()),
      topics(group),
      group.example().toString()
    };
  }

  private static String topics(QuarantineGroup group) {
    String shown = String.join(", ", group.topics().stream().limit(TOPICS_SHOWN).toList());
    int more = group.topics().size() - TOPICS_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  static long records(List<QuarantineGroup> groups) {
    return groups.stream().mapToLong(QuarantineGroup::records).sum();
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

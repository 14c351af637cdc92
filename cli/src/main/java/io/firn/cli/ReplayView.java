package io.firn.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.bronze.Replay;
import io.firn.bronze.ReplayPlan;
import io.firn.cli.console.Grid;
import io.firn.cli.console.Narrator;
import io.firn.model.Fate;
import io.firn.model.TopicPartition;
import java.util.Map;

/** Replays as a table and as JSON. */
final class ReplayView {
  private ReplayView() {}

  static ObjectNode json(ReplayPlan plan, Replay.Result result) {
    ObjectNode root =
        Json.object()
            .put("unit", plan.table().unit().toString())
            .put("committed", result.snapshot().isPresent())
            .put("missing", plan.missing());
    result.snapshot().ifPresent(snapshot -> root.put("snapshotId", snapshot));
    ObjectNode counts = root.putObject("counts");
    result.counts().forEach(counts::put);
    root.set("notes", Json.texts(plan.notes()));
    return root.set(
        "partitions",
        Json.array(plan.parts().entrySet(), part -> json(part.getKey(), part.getValue())));
  }

  private static ObjectNode json(TopicPartition partition, ReplayPlan.Part part) {
    return Json.object()
        .put("topic", partition.topic())
        .put("partition", partition.partition())
        .put("start", part.range().start())
        .put("end", part.range().end())
        .put("missing", part.missing());
  }

  static void tell(ReplayPlan plan, Narrator narrator) {
    Grid.Builder grid = Grid.of("TOPIC", "PARTITION", "FROM", "TO", "HELD", "WITHOUT A ROW");
    for (Map.Entry<TopicPartition, ReplayPlan.Part> part : plan.parts().entrySet()) {
      grid.row(
          part.getKey().topic(),
          Integer.toString(part.getKey().partition()),
          Long.toString(part.getValue().range().start()),
          Long.toString(part.getValue().range().end()),
          Long.toString(part.getValue().range().length() - part.getValue().missing()),
          Long.toString(part.getValue().missing()));
    }
    narrator.table(grid.build());
    plan.notes().forEach(note -> narrator.line("  - " + note));
  }

  static void tellEnd(ReplayPlan plan, boolean done, Replay.Result result, Narrator narrator) {
    narrator.line("");
    if (plan.missing() == 0) {
      narrator.line("nothing is missing");
    } else if (!done) {
      narrator.line("would read " + Counted.of(plan.missing(), "offset") + " without a row");
    } else if (result.snapshot().isEmpty()) {
      narrator.line("nothing was missing: those offsets make no rows; no commit was made");
    } else {
      long written = result.counts().getOrDefault(Fate.WRITTEN.id(), 0L);
      narrator.line(
          Counted.of(written, "row") + " landed, snapshot " + result.snapshot().getAsLong());
    }
  }
}

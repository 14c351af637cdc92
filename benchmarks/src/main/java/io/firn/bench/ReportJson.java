package io.firn.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.bench.measure.Measurement;
import io.firn.bench.measure.Round;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A report as one JSON object.
 *
 * <pre>{"bench": "landing", "conditions": {…}, "figures": {"landing.floor_ratio": 0.62, …},
 * "rounds": [{"round": 1, "warm_up": false, "turns": [{"peer": "floor", "wall_s": 1.2, …}]}]}</pre>
 */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIGITS = 4;

  private ReportJson() {}

  static String write(BenchReport report) {
    ObjectNode root = JSON.createObjectNode().put("bench", report.bench());
    root.set("conditions", JSON.valueToTree(report.conditions()));
    ObjectNode figures = root.putObject("figures");
    report.figures().forEach(figure -> figures.put(figure.name(), rounded(figure.value())));
    ArrayNode rounds = root.putArray("rounds");
    report.rounds().forEach(round -> write(rounds.addObject(), round));
    return root.toPrettyString();
  }

  private static void write(ObjectNode node, Round round) {
    node.put("round", round.number()).put("warm_up", round.warmUp());
    ArrayNode turns = node.putArray("turns");
    for (Measurement turn : round.turns()) {
      turns
          .addObject()
          .put("peer", turn.peer())
          .put("wall_s", rounded(turn.wallSeconds()))
          .put("cpu_s", rounded(turn.cpuSeconds()))
          .put("peak_mb", turn.peakBytes() >> 20)
          .put("rows", turn.work().rows())
          .put("files", turn.work().files())
          .put("bytes", turn.work().bytes());
    }
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_UP));
  }
}

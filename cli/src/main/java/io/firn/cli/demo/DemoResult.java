package io.firn.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.model.ErrorKind;
import io.firn.run.RunReport;
import io.firn.run.RunReportJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The figures of a demo.
 *
 * @param pipeline the file to go on with
 * @param addresses of the parts that stay up; empty when none does
 */
public record DemoResult(
    String example,
    Path pipeline,
    List<RunReport> runs,
    List<TableComparison> comparisons,
    Map<String, String> addresses,
    Duration took) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS = 1000.0;

  public DemoResult {
    runs = List.copyOf(runs);
    comparisons = List.copyOf(comparisons);
  }

  /** 0 when both runs went well and every silver table equals its source. */
  public int exitCode() {
    int failed =
        runs.stream().mapToInt(RunReport::exitCode).filter(code -> code != 0).findFirst().orElse(0);
    boolean equal = comparisons.stream().allMatch(TableComparison::equal);
    return failed != 0 || equal ? failed : ErrorKind.INTERNAL.exitCode();
  }

  public ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("demo", example);
    root.put("exitCode", exitCode());
    root.put("pipeline", pipeline.toString());
    ArrayNode reports = root.putArray("runs");
    runs.forEach(run -> reports.add(tree(run)));
    ArrayNode tables = root.putArray("comparisons");
    comparisons.forEach(comparison -> write(comparison, tables.addObject()));
    ObjectNode parts = root.putObject("addresses");
    addresses.forEach(parts::put);
    root.put("seconds", took.toMillis() / MILLIS);
    return root;
  }

  private static ObjectNode tree(RunReport run) {
    try {
      return (ObjectNode) JSON.readTree(RunReportJson.write(run));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a run report is JSON", impossible);
    }
  }

  private static void write(TableComparison comparison, ObjectNode node) {
    node.put("tenant", comparison.tenant());
    node.put("table", comparison.table());
    node.put("rows", comparison.rows());
    node.put("equal", comparison.equal());
    if (!comparison.equal()) {
      node.put("differences", comparison.differences().size());
    }
  }
}

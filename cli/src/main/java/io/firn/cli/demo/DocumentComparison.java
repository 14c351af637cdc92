package io.firn.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.config.BronzeTable;
import io.firn.config.ColumnSpec;
import io.firn.config.Explode;
import io.firn.config.FieldPath;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Holds every silver table against the documents of the servers that it came from: all rows and all
 * fields. A field whose value did not fit its column must stand in {@code __rescued}.
 */
final class DocumentComparison {
  private final Pipeline pipeline;

  DocumentComparison(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  List<TableComparison> compare(List<DocumentServer> servers) {
    try (Lake lake = Lake.open(pipeline)) {
      List<TableComparison> comparisons = new ArrayList<>();
      for (SilverTable silver : pipeline.silver()) {
        List<Map<String, Object>> rows = lake.wholeRows(silver.unit());
        for (DocumentServer server : servers) {
          server.names().stream()
              .filter(collection -> isSourceOf(silver, server, collection))
              .forEach(collection -> comparisons.add(compare(silver, rows, server, collection)));
        }
      }
      return comparisons;
    }
  }

  private boolean isSourceOf(SilverTable silver, DocumentServer server, String collection) {
    BronzeTable bronze = pipeline.bronze(silver.from().table()).orElseThrow();
    Matcher topic = bronze.topics().matcher(server.topic(collection));
    return topic.matches() && server.tenant().equals(topic.group(SilverTable.TENANT));
  }

  private static TableComparison compare(
      SilverTable silver, List<Map<String, Object>> all, DocumentServer server, String collection) {
    List<Map<String, Object>> expected =
        server.documents(collection).stream().flatMap(document -> rows(silver, document)).toList();
    List<String> key =
        silver.rowKey().stream().filter(column -> !column.equals(SilverTable.TENANT)).toList();
    List<Map<String, Object>> found =
        all.stream()
            .filter(row -> server.tenant().equals(row.get(SilverTable.TENANT)))
            .map(row -> found(row, key))
            .toList();
    return new TableComparison(
        server.tenant(), silver.name(), found.size(), RowDifferences.between(key, expected, found));
  }

  private static Map<String, Object> found(Map<String, Object> row, List<String> key) {
    Map<String, Object> found = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> DocumentValue.text(value).ifPresent(text -> found.put(column, text)));
    DocumentValue.rescued(row).forEach(found::putIfAbsent);
    found
        .keySet()
        .removeIf(
            column ->
                column.equals(SilverTable.TENANT)
                    || column.startsWith("__") && !key.contains(column));
    return found;
  }

  private static Stream<Map<String, Object>> rows(SilverTable silver, ObjectNode document) {
    if (silver.explode().isEmpty()) {
      return Stream.of(fields(silver.columns(), document));
    }
    JsonNode array = at(document, silver.explode().get().path());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (JsonNode element : array) {
      List<ColumnSpec> ofElements =
          silver.columns().stream()
              .filter(column -> !silver.key().contains(column.name()))
              .toList();
      Map<String, Object> row = fields(ofElements, element);
      for (String column : silver.key()) {
        DocumentValue.text(at(document, path(silver, column)))
            .ifPresent(text -> row.put(column, text));
      }
      if (silver.explode().get().key().equals(Explode.INDEX)) {
        row.put(Explode.INDEX, Integer.toString(rows.size()));
      }
      rows.add(row);
    }
    return rows.stream();
  }

  private static Map<String, Object> fields(List<ColumnSpec> declared, JsonNode document) {
    Map<String, Object> row = new LinkedHashMap<>();
    document
        .properties()
        .forEach(
            field ->
                DocumentValue.text(field.getValue())
                    .ifPresent(text -> row.put(field.getKey(), text)));
    declared.forEach(column -> row.remove(column.path()));
    declared.forEach(
        column ->
            DocumentValue.text(at(document, column.path()))
                .ifPresent(text -> row.put(column.name(), text)));
    return row;
  }

  private static String path(SilverTable silver, String column) {
    return silver.columns().stream()
        .filter(spec -> spec.name().equals(column))
        .map(ColumnSpec::path)
        .findFirst()
        .orElse(column);
  }

  private static JsonNode at(JsonNode document, String path) {
    JsonNode at = document;
    for (String step : FieldPath.steps(path)) {
      at = at.path(step);
    }
    return at;
  }
}

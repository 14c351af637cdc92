package io.firn.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.config.EnvironmentLookup;
import io.firn.config.Pipeline;
import io.firn.manifest.Manifest.Edge;
import io.firn.manifest.Manifest.Unit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Manifests as JSON text: canonical when written, checked when read. */
public final class ManifestJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String LINEAGE = "lineage";

  private ManifestJson() {}

  /** The same manifest always gives the same text; it ends with a line break. */
  public static String write(Manifest manifest) {
    return write(manifest, Optional.empty());
  }

  /**
   * The same with what its columns come from, which nothing reads back: it follows from the
   * queries, and from the warehouse where the pipeline leaves columns to the source.
   *
   * @param lineage maps, lists and texts
   */
  public static String write(Manifest manifest, Optional<Object> lineage) {
    Pipeline pipeline = manifest.pipeline();
    SortedMap<String, Object> json = new TreeMap<>();
    json.put("schemaVersion", Manifest.SCHEMA_VERSION);
    json.put("pipeline", pipeline.name());
    json.put("settings", RunSettings.of(pipeline));
    json.put("units", manifest.units().stream().map(unit -> unit(pipeline, unit)).toList());
    json.put("edges", manifest.edges().stream().map(ManifestJson::edge).toList());
    lineage.ifPresent(columns -> json.put(LINEAGE, columns));
    return CanonicalJson.write(json);
  }

  /**
   * Rebuilds the pipeline that was compiled.
   *
   * @param environment where references to environment variables will be looked up when used
   * @throws io.firn.model.FirnException (CONFIG) when the text is no manifest of this version, or
   *     when its parts do not agree with each other
   */
  public static Pipeline readPipeline(String json, EnvironmentLookup environment) {
    JsonNode given = tree(json);
    JsonCursor root = new JsonCursor(given);
    String version = root.at("schemaVersion").text();
    if (!version.equals(Manifest.SCHEMA_VERSION)) {
      String found = version.matches("[0-9.]{1,9}") ? version : "another text";
      throw JsonCursor.refusal("/schemaVersion", Manifest.SCHEMA_VERSION, found);
    }
    Pipeline pipeline = root.build(() -> PipelineReader.read(root, environment));
    JsonNode compiled = tree(write(Manifest.of(pipeline)));
    ((ObjectNode) given).remove(LINEAGE);
    JsonDifference.first(compiled, given)
        .ifPresent(
            pointer -> {
              throw JsonCursor.refusal(
                  pointer, "what the settings in this manifest give", "something else");
            });
    return pipeline;
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException broken) {
      // Its message quotes the text, and the text may hold what must not be shown.
      String place =
          broken.getLocation() == null ? "/" : "line " + broken.getLocation().getLineNr();
      throw JsonCursor.refusal(place, "JSON without duplicate keys", "a syntax error");
    }
  }

  private static SortedMap<String, Object> unit(Pipeline pipeline, Unit unit) {
    SortedMap<String, Object> json = new TreeMap<>();
    json.put("id", unit.id().toString());
    json.put("layer", unit.id().layer().id());
    json.put("inputs", UnitSettings.texts(unit.inputs()));
    json.put("outputs", UnitSettings.texts(unit.outputs()));
    json.put("fingerprint", unit.fingerprint());
    json.put("settings", UnitSettings.of(pipeline, unit.id()));
    return json;
  }

  private static Map<String, String> edge(Edge edge) {
    return Map.of("from", edge.from().toString(), "to", edge.to().toString());
  }
}

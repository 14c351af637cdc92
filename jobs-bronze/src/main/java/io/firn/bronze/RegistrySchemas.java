package io.firn.bronze;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.AvroDecoder;
import io.firn.change.AvroTranslation;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.model.FirnException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of a registry, each asked for and translated once by all tasks of a JVM in one run.
 *
 * <p>Not longer than a run: a registry that was made anew gives old ids to other schemas. Whether a
 * schema is unknown is remembered as well, and so is that the registry does not answer: a run with
 * many tables would else wait for each.
 */
final class RegistrySchemas implements AvroDecoder.Schemas {
  private static final Map<Scope, RegistrySchemas> OPEN = new ConcurrentHashMap<>();

  private final RegistryAccess access;
  private final Map<Integer, AvroTranslation> known = new ConcurrentHashMap<>();
  private final Map<Integer, EnvelopeRefusal> refused = new ConcurrentHashMap<>();
  private RegistryClient client;
  private FirnException gaveUp;

  private record Scope(RegistryAccess access, String operation) {}

  private RegistrySchemas(RegistryAccess access) {
    this.access = access;
  }

  /** Those of one run, named by {@code operation}; what an earlier run knew is forgotten. */
  static RegistrySchemas of(RegistryAccess access, String operation) {
    OPEN.keySet().removeIf(scope -> !scope.operation().equals(operation));
    return OPEN.computeIfAbsent(
        new Scope(access, operation), scope -> new RegistrySchemas(scope.access()));
  }

  @Override
  public AvroTranslation of(int id) throws EnvelopeRefusal {
    AvroTranslation translation = known.get(id);
    return translation != null ? translation : ask(id);
  }

  private synchronized AvroTranslation ask(int id) throws EnvelopeRefusal {
    if (refused.containsKey(id)) {
      throw refused.get(id);
    }
    if (known.containsKey(id)) {
      return known.get(id);
    }
    if (gaveUp != null) {
      throw new FirnException(gaveUp.failure(), gaveUp);
    }
    try {
      AvroTranslation translation = fetch(id);
      known.put(id, translation);
      return translation;
    } catch (EnvelopeRefusal refusal) {
      refused.put(id, refusal);
      throw refusal;
    } catch (FirnException unavailable) {
      gaveUp = unavailable;
      throw unavailable;
    }
  }

  private AvroTranslation fetch(int id) throws EnvelopeRefusal {
    if (client == null) {
      client = new RegistryClient(access);
    }
    JsonNode schema =
        client
            .get("/schemas/ids/" + id)
            .orElseThrow(
                () ->
                    new EnvelopeRefusal(
                        Reason.UNKNOWN_SCHEMA, "the registry has no schema with the id " + id));
    String type = schema.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new EnvelopeRefusal(
          Reason.UNREADABLE_SCHEMA, "schema " + id + " of the registry is " + type + ", not AVRO");
    }
    Set<String> met = new HashSet<>();
    List<String> texts = new ArrayList<>();
    collect(schema.path("references"), met, texts);
    return AvroTranslation.of(schema.path("schema").asText(), texts);
  }

  /** Each after those that it refers to itself, and each once. */
  private void collect(JsonNode references, Set<String> met, List<String> texts)
      throws EnvelopeRefusal {
    for (JsonNode reference : references) {
      String path =
          "/subjects/"
              + escaped(reference.path("subject").asText())
              + "/versions/"
              + escaped(reference.path("version").asText());
      if (!met.add(path)) {
        continue;
      }
      Optional<JsonNode> found = client.get(path);
      if (found.isEmpty()) {
        throw new EnvelopeRefusal(
            Reason.UNKNOWN_SCHEMA, "the registry lacks a schema that its schema refers to");
      }
      collect(found.get().path("references"), met, texts);
      texts.add(found.get().path("schema").asText());
    }
  }

  private static String escaped(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package io.firn.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;

/** The published schema, as a validator that has nothing to do with Firn. */
final class ManifestSchema {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Manifest.class.getResourceAsStream("manifest.schema.json"));

  private ManifestSchema() {}

  static List<String> violations(String json) {
    try {
      return SCHEMA.validate(new ObjectMapper().readTree(json)).stream()
          .map(ValidationMessage::toString)
          .toList();
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException("no JSON", broken);
    }
  }
}

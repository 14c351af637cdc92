package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.SourceType.ListOf;
import io.firn.change.SourceType.MapOf;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.Semantic;
import io.firn.change.SourceType.Undeclared;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Recognises what Debezium sends for a value it has not got: PostgreSQL leaves large columns that
 * an update did not touch out of its log.
 *
 * <p>The forms are those of Debezium 3.5: the placeholder's text; for bytes its base64; for arrays
 * a list of just that, where a UUID is made of its bytes; for {@code int}, {@code bigint} and
 * {@code date} arrays a list of its bytes as numbers; for {@code hstore} a map of the text to
 * itself, which may be written as text. Fields without a declared type are held against all forms.
 */
public final class UnavailableValue {
  /** Debezium's default for {@code unavailable.value.placeholder}. */
  public static final UnavailableValue DEFAULT =
      new UnavailableValue("__debezium_unavailable_value");

  private final String text;
  private final byte[] bytes;
  private final String base64;
  private final String uuid;
  private final String mapText;

  private UnavailableValue(String placeholder) {
    this.text = placeholder;
    this.bytes = placeholder.getBytes(StandardCharsets.UTF_8);
    this.base64 = Base64.getEncoder().encodeToString(bytes);
    this.uuid = UUID.nameUUIDFromBytes(bytes).toString();
    this.mapText = "{\"" + placeholder + "\":\"" + placeholder + "\"}";
  }

  /** For connectors with an {@code unavailable.value.placeholder} of their own. */
  public static UnavailableValue of(String placeholder) {
    return new UnavailableValue(placeholder);
  }

  /**
   * Texts of which every row that leaves a value out contains one, unless it matches {@link
   * #byteList}; for a cheap first look at a row's JSON. A row may contain one by chance, so {@link
   * #standsFor} decides.
   */
  public List<String> texts() {
    return List.of(text, base64, uuid);
  }

  /** A regular expression for the list of the placeholder's bytes, however the JSON is spaced. */
  public String byteList() {
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> String.valueOf(bytes[i]))
        .collect(Collectors.joining("\\s*,\\s*"));
  }

  /** Whether {@code value} says that the source has a value and does not tell it. */
  public boolean standsFor(SourceType source, JsonNode value) {
    if (value == null || source == SourceType.Document.BSON) {
      return false;
    }
    if (value.isTextual()) {
      return isText(source, value.textValue());
    }
    if (value.isArray()) {
      return isArray(source, value);
    }
    boolean map = source instanceof MapOf || source instanceof Undeclared;
    return map && value.size() == 1 && text.equals(value.path(text).textValue());
  }

  private boolean isText(SourceType source, String value) {
    if (value.equals(text)) {
      return true;
    }
    boolean undeclared = source instanceof Undeclared;
    return (undeclared || source == Physical.BYTES) && value.equals(base64)
        || (undeclared || source == Semantic.JSON) && value.equals(mapText);
  }

  private boolean isArray(SourceType source, JsonNode value) {
    if (!(source instanceof ListOf) && !(source instanceof Undeclared)) {
      return false;
    }
    SourceType element = source instanceof ListOf list ? list.element() : source;
    if (value.size() == 1 && value.get(0).isTextual()) {
      String only = value.get(0).textValue();
      boolean isUuid = element == Semantic.UUID || element instanceof Undeclared;
      return isText(element, only) || isUuid && only.equals(uuid);
    }
    return isBytes(value);
  }

  private boolean isBytes(JsonNode array) {
    if (array.size() != bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      JsonNode element = array.get(i);
      if (!element.canConvertToInt() || element.intValue() != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}

package io.firn.run.trial;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of a test.
 *
 * @param values by column, each null, a {@link Scalar}, a list of values or a map of values by name
 * @param place where it stands, {@code FILE:LINE}
 */
public record GivenRow(Map<String, Object> values, String place) {
  public GivenRow {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}

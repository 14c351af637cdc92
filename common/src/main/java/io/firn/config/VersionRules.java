package io.firn.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * When a changed row becomes a new version of it. At most one of both lists has columns; none means
 * every column.
 *
 * @param track the only columns whose change makes a new version
 * @param trackExcept columns whose change makes none
 */
public record VersionRules(List<String> track, List<String> trackExcept) {
  /** Any change of the row makes a new version. */
  public static final VersionRules ALL = new VersionRules(List.of(), List.of());

  /** Columns that a table of versions has besides its source's, whatever their case. */
  public static final Set<String> COLUMNS = Set.of("valid_from", "valid_to", "is_current");

  public VersionRules {
    track = List.copyOf(track);
    trackExcept = List.copyOf(trackExcept);
    if (!track.isEmpty() && !trackExcept.isEmpty()) {
      throw new IllegalArgumentException("has both track and track-except; one tells the other");
    }
  }

  /** Whether a column of that name would be one of {@link #COLUMNS}. */
  public static boolean isOwn(String column) {
    return COLUMNS.contains(column.toLowerCase(Locale.ROOT));
  }

  /** Whether a change of {@code column}, which is no part of the key, makes a new version. */
  public boolean tracks(String column) {
    return track.isEmpty() ? !trackExcept.contains(column) : track.contains(column);
  }

  /** For a table's property and for messages. */
  public String text() {
    if (!track.isEmpty()) {
      return "versions, track = " + track;
    }
    return trackExcept.isEmpty() ? "versions" : "versions, track-except = " + trackExcept;
  }
}

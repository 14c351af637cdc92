package io.firn.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code firn.bronze.NAME.quarantine}. */
final class QuarantineSection {
  private static final int MOST_ROWS = 999_999_999;

  static final Key<Integer> MAX_ROWS =
      new Key<>(
          "max-rows",
          ValueType.integer(0, MOST_ROWS),
          new Key.Absent<>("any number"),
          "A run that would refuse more records is refused as a whole (exit code 30), before"
              + " anything is committed.",
          "1000");
  static final Key<Double> MAX_SHARE =
      new Key<>(
          "max-share",
          ValueType.SHARE,
          new Key.Default<>(QuarantineSettings.USUAL_SHARE),
          "The same, as a share of the records that the run reads; judged from "
              + QuarantineSettings.JUDGED_FROM
              + " records on. `1` switches it off.",
          "0.01");
  static final Section SECTION =
      new Section(
          "firn.bronze.NAME.quarantine",
          "How many records of a run may go to `bronze.__quarantine`. More are the sign of a wrong"
              + " setting or a broken producer: the unit stops, its neighbours go on.",
          List.of(MAX_ROWS, MAX_SHARE));

  static final Section OF_SILVER =
      new Section(
          "firn.silver.NAME.quarantine",
          "How many changes of a run may go to `silver.__quarantine`, since they have no key or no"
              + " row. More are the sign of a wrong setting: the unit stops, its neighbours go on.",
          List.of(MAX_ROWS, MAX_SHARE));

  private QuarantineSection() {}

  static Optional<QuarantineSettings> read(Cursor cursor) {
    Optional<Integer> rows = cursor.read(MAX_ROWS);
    Optional<Double> share = cursor.read(MAX_SHARE);
    return cursor.build(
        () ->
            new QuarantineSettings(
                rows.map(most -> OptionalLong.of(most)).orElseGet(OptionalLong::empty),
                share.orElseThrow()));
  }
}

package io.firn.bronze;

import io.firn.config.QuarantineSettings;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Stops a unit that refuses more records than its settings allow. A few bad records are put aside
 * so that the others go on; when most are bad, going on would be a table without rows and a run
 * that calls itself committed.
 */
final class QuarantineLimit {
  private static final double PERCENT = 100;

  private QuarantineLimit() {}

  /**
   * @param read records that the run read of the unit, refused ones among them
   * @throws FirnException EXPECTATION when too many were refused; nothing is committed then
   */
  static void check(UnitName unit, QuarantineSettings settings, long read, Refusals refusals) {
    long refused = refusals.count();
    boolean tooMany = settings.maxRows().isPresent() && refused > settings.maxRows().getAsLong();
    boolean tooLarge =
        read >= QuarantineSettings.JUDGED_FROM && refused > settings.maxShare() * read;
    if (tooMany || tooLarge) {
      throw new FirnException(failure(unit, settings, read, refusals));
    }
  }

  private static Failure failure(
      UnitName unit, QuarantineSettings settings, long read, Refusals refusals) {
    String rows =
        settings.maxRows().isPresent()
            ? "at most " + settings.maxRows().getAsLong() + " refused records, and "
            : "";
    String keys = "firn.bronze." + unit.table() + ".quarantine";
    return new Failure(
        ErrorKind.EXPECTATION,
        unit + " refuses more records than " + keys + " allows; nothing was committed",
        refusals.samples().stream()
            .map(sample -> sample.place() + " (" + sample.detail() + ")")
            .collect(Collectors.joining(", ")),
        rows + "no more than " + percent(settings.maxShare()) + " of the records of a run",
        refusals.count()
            + " of "
            + read
            + " ("
            + percent((double) refusals.count() / read)
            + "): "
            + refusals.byReason().entrySet().stream()
                .map(reason -> reason.getKey() + " " + reason.getValue())
                .collect(Collectors.joining(", ")),
        "Look at one of the records named above in Kafka and mend what is wrong: the connector or"
            + " format of this table, the producer, the topic pattern; then run again. If they are"
            + " to go to quarantine, raise "
            + keys
            + ".max-rows or max-share.");
  }

  private static String percent(double share) {
    double percent = share * PERCENT;
    return percent == Math.rint(percent)
        ? String.format(Locale.ROOT, "%.0f %%", percent)
        : String.format(Locale.ROOT, "%.2f %%", percent);
  }
}

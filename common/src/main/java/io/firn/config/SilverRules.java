package io.firn.config;

import java.util.Optional;

/**
 * What a silver table makes of changes.
 *
 * @param deletes what becomes of a row that the source deleted
 * @param changes whether each run appends the row images before and after to {@code
 *     silver.NAME__changes}
 * @param quarantine how many changes of a run may be refused
 * @param names what columns are called that the pipeline does not declare
 * @param transform what becomes of the typed rows before they are written
 * @param versions when a change makes a new version; empty where only the latest row is kept
 * @param explode when the rows are the elements of an array in the source's row
 * @param expectations what its rows must be before they are published
 */
public record SilverRules(
    Deletes deletes,
    boolean changes,
    QuarantineSettings quarantine,
    Names names,
    Optional<Transform> transform,
    Optional<VersionRules> versions,
    Optional<Explode> explode,
    Expectations expectations) {
  /** What holds where the pipeline says nothing. */
  public static final SilverRules USUAL = new SilverRules(QuarantineSettings.USUAL, Names.AS_IS);

  public SilverRules {
    if (versions.isPresent()
        && (deletes == Deletes.MARK || changes || transform.isPresent() || explode.isPresent())) {
      throw new IllegalArgumentException(
          "history = versions goes with deletes = remove, changes = false, no transform and no"
              + " explode alone");
    }
    if (transform.isPresent() && explode.isPresent()) {
      throw new IllegalArgumentException("a transform does not go with explode");
    }
  }

  /** Of a table with the source's own rows, of which nothing is expected. */
  public SilverRules(
      Deletes deletes,
      boolean changes,
      QuarantineSettings quarantine,
      Names names,
      Optional<Transform> transform,
      Optional<VersionRules> versions) {
    this(
        deletes,
        changes,
        quarantine,
        names,
        transform,
        versions,
        Optional.empty(),
        Expectations.NONE);
  }

  /** Deleted rows are removed, and no images are kept. */
  public SilverRules(QuarantineSettings quarantine, Names names) {
    this(Deletes.REMOVE, false, quarantine, names, Optional.empty(), Optional.empty());
  }

  /** With columns called as their fields. */
  public SilverRules(Deletes deletes, boolean changes, QuarantineSettings quarantine) {
    this(deletes, changes, quarantine, Names.AS_IS, Optional.empty(), Optional.empty());
  }

  /** With the latest row of each key. */
  public SilverRules(Deletes deletes, boolean changes, QuarantineSettings quarantine, Names names) {
    this(deletes, changes, quarantine, names, Optional.empty(), Optional.empty());
  }

  /** Of a table that keeps versions. */
  public SilverRules(VersionRules versions, Names names) {
    this(
        Deletes.REMOVE,
        false,
        QuarantineSettings.USUAL,
        names,
        Optional.empty(),
        Optional.of(versions));
  }

  /** With columns called as their fields. */
  public SilverRules(QuarantineSettings quarantine) {
    this(quarantine, Names.AS_IS);
  }

  /** The same of a table that the elements of an array make. */
  public SilverRules exploding(Explode elements) {
    return new SilverRules(
        deletes,
        changes,
        quarantine,
        names,
        transform,
        versions,
        Optional.of(elements),
        expectations);
  }

  /** The same of a table that is to be so. */
  public SilverRules expecting(Expectations expected) {
    return new SilverRules(
        deletes, changes, quarantine, names, transform, versions, explode, expected);
  }
}

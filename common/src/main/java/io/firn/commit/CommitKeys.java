package io.firn.commit;

/** Names under which Firn writes into snapshot summaries and table properties. */
public final class CommitKeys {
  /** The end of the range that the snapshot's rows came from, in the writing job's own notation. */
  public static final String PROGRESS = "firn.progress";

  /** The run that committed. */
  public static final String RUN_KEY = "firn.run-key";

  /** The unit that committed, e.g. {@code silver:orders}. */
  public static final String UNIT = "firn.unit";

  /** The per-partition account of a bronze run; as a property, of the last one. */
  public static final String LEDGER = "firn.ledger";

  /** The account of a replay, see {@code firn replay}; such a snapshot moves no progress. */
  public static final String REPLAY = "firn.replay";

  /**
   * On a bronze snapshot: one tenant's rows were taken back, see {@link TakenBack}. Such a snapshot
   * is no run's.
   */
  public static final String TAKEN_BACK = "firn.taken-back";

  /**
   * On a silver snapshot: the tenants, as a JSON array, whose rows were made anew because bronze
   * took theirs back; {@code ["*"]} when the whole table was, see {@link TableRebuild}.
   */
  public static final String MADE_ANEW = "firn.made-anew";

  /** Breaks in the topics' history that a person let pass: those of a run, or of all runs. */
  public static final String ACCEPTED = "firn.accepted";

  /**
   * The snapshot of the table of row images that has those of this commit, or {@code none}; see
   * {@link CommittedChanges}.
   */
  public static final String CHANGES = "firn.changes";

  /** On a gold snapshot: whether all rows were computed or those of which groups, and why. */
  public static final String REFRESH = "firn.refresh";

  /**
   * As a property: the published snapshot that expectations were last asked of, and what came of
   * them, e.g. {@code 42 3 of 3 hold}.
   */
  public static final String EXPECTATIONS = "firn.expectations";

  /** As a property: what was expected of the table by that run, all of it as one text. */
  public static final String EXPECTED = "firn.expected";

  private CommitKeys() {}
}

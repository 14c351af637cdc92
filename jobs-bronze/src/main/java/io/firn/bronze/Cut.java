package io.firn.bronze;

import io.firn.change.EventIdentity;
import java.io.Serializable;

/** What a refused record turns out to be when it is tried again. */
sealed interface Cut extends Serializable {
  RecordPlace place();

  /**
   * A change event.
   *
   * @param mark what its source says of its place in the log
   * @param named whether no other event of its partition has this mark, operation and key
   * @param repeatable whether it may be a repeat at all; what a snapshot read never is
   */
  record Change(
      RecordPlace place, String mark, boolean named, boolean repeatable, EventIdentity identity)
      implements Cut {}

  /** Still no change event. */
  record Refused(RecordPlace place, String reason, String detail) implements Cut {}

  /** A record that says nothing. */
  record Empty(RecordPlace place) implements Cut {}
}

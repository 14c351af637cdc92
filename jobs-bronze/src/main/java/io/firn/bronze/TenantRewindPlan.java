package io.firn.bronze;

import io.firn.bronze.QuarantineLog.Landed;
import io.firn.config.BronzeTable;
import io.firn.model.Failure;
import io.firn.model.UnitName;
import io.firn.run.rewind.LandingAgain.Again;
import io.firn.run.rewind.LandingAgain.Lost;
import io.firn.run.rewind.Target;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/**
 * What taking one tenant back would do.
 *
 * @param target in a form that gives the same cut when it is asked for again
 * @param parts the bronze tables that give something back
 */
public record TenantRewindPlan(String tenant, Target target, SortedMap<UnitName, Part> parts) {
  public TenantRewindPlan {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /**
   * One bronze table.
   *
   * @param again the offsets that the next run lands again
   * @param rows how many rows go, by the account
   */
  public record Part(Again again, long rows, Way way) {}

  /**
   * How a table gets there.
   *
   * @param target the table as it was loaded: what the commit is fenced by
   * @param then the snapshot whose rows of the tenant stay; empty when there was none
   * @param now the progress that the table has, as it stands there
   * @param next the progress with the tenant's topics as they were
   * @param retries what has landed refused records of the tenant since
   */
  record Way(
      BronzeTable table,
      Table target,
      Optional<Long> then,
      String now,
      BronzeProgress next,
      Set<Landed> retries) {
    Way {
      retries = Set.copyOf(retries);
    }
  }

  public boolean takesBack() {
    return !parts.isEmpty();
  }

  public long offsets() {
    return parts.values().stream().mapToLong(part -> part.again().offsets()).sum();
  }

  public List<Lost> lost() {
    return parts.values().stream().flatMap(part -> part.again().lost().stream()).toList();
  }

  /** Why the next run could not land what goes back, if it could not. */
  public Optional<Failure> beyondRetention() {
    return Lost.failure(lost(), target);
  }
}

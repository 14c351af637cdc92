package io.firn.bronze;

import io.firn.bronze.LandingResult.Landed;
import io.firn.commit.TaskIdentity;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/**
 * Lands the records of one Spark task: cuts each into bronze's columns, counts it, and writes it to
 * its table's or the quarantine's files. Nothing is committed here.
 */
final class LandingTask implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Units with open files at once; each costs a few megabytes of buffers. */
  private static final int OPEN_UNITS = ConsumerFeed.GROUP;

  private final List<LandingTarget> targets;
  private final Table quarantine;
  private final LandingStamp stamp;

  /**
   * @param quarantine the quarantine table, a serializable copy
   */
  LandingTask(List<LandingTarget> targets, Table quarantine, LandingStamp stamp) {
    this.targets = List.copyOf(targets);
    this.quarantine = quarantine;
    this.stamp = stamp;
  }

  LandingResult land(Feed records) throws IOException {
    Map<Integer, UnitPass> passes = new HashMap<>();
    Map<Integer, UnitPass> open = new LinkedHashMap<>(16, 0.75f, true);
    Map<Integer, Failure> failed = new TreeMap<>();
    // What closing says after a failure must not hide the failure.
    try (Closeable closing = () -> close(passes.values())) {
      while (records.hasNext()) {
        KafkaRecord record = records.next();
        if (failed.containsKey(record.unit())) {
          continue;
        }
        UnitPass pass = open.get(record.unit());
        if (pass == null) {
          pass = passes.computeIfAbsent(record.unit(), this::pass);
          open.put(record.unit(), pass);
          if (open.size() > OPEN_UNITS) {
            suspendEldest(open);
          }
        }
        try {
          pass.land(record);
        } catch (FirnException unreadable) {
          // Recognised, so it concerns this unit; its neighbours in the task go on.
          failed.put(record.unit(), unreadable.failure());
        }
      }
      Map<Integer, Landed> units = new TreeMap<>();
      passes.forEach((unit, pass) -> units.put(unit, pass.landed()));
      failed.putAll(records.failed());
      return new LandingResult(units, failed);
    }
  }

  private static void close(Collection<UnitPass> passes) throws IOException {
    for (UnitPass pass : passes) {
      pass.close();
    }
  }

  private UnitPass pass(int unit) {
    // All units write to the one quarantine: without the unit two would choose the same file names.
    TaskIdentity task = TaskIdentity.current(stamp.operationId() + "-" + unit);
    return new UnitPass(targets.get(unit), quarantine, stamp, task);
  }

  private static void suspendEldest(Map<Integer, UnitPass> open) {
    Iterator<UnitPass> eldest = open.values().iterator();
    eldest.next().suspend();
    eldest.remove();
  }
}

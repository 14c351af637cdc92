package io.firn.bronze;

import io.firn.bronze.LandingResult.Landed;
import io.firn.commit.TaskIdentity;
import java.io.IOException;
import java.io.Serializable;
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
    try {
      while (records.hasNext()) {
        KafkaRecord record = records.next();
        UnitPass pass = open.get(record.unit());
        if (pass == null) {
          pass = passes.computeIfAbsent(record.unit(), this::pass);
          open.put(record.unit(), pass);
          if (open.size() > OPEN_UNITS) {
            suspendEldest(open);
          }
        }
        pass.land(record);
      }
      Map<Integer, Landed> units = new TreeMap<>();
      passes.forEach((unit, pass) -> units.put(unit, pass.landed()));
      return new LandingResult(units, new TreeMap<>(records.failed()));
    } finally {
      for (UnitPass pass : passes.values()) {
        pass.close();
      }
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

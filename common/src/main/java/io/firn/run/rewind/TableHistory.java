package io.firn.run.rewind;

import io.firn.commit.CommitKeys;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * What a table's main branch tells of its past.
 *
 * @param points newest first; none when nothing was committed or everything was taken back
 * @param complete whether the oldest point is the table's first commit: nothing was expired
 */
public record TableHistory(UnitName unit, List<Point> points, boolean complete) {
  public TableHistory {
    points = List.copyOf(points);
  }

  static TableHistory of(UnitName unit, Optional<Table> table) {
    Snapshot head = table.map(Table::currentSnapshot).orElse(null);
    if (head == null) {
      return new TableHistory(unit, List.of(), true);
    }
    List<Point> points = new ArrayList<>();
    Snapshot oldest = head;
    for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table.get()::snapshot)) {
      points.add(Point.of(snapshot));
      oldest = snapshot;
    }
    boolean complete = oldest.parentId() == null;
    if (!complete && points.stream().allMatch(point -> point.progress().isEmpty())) {
      answerFromProperties(points, table.get().properties());
    }
    return new TableHistory(unit, points, complete);
  }

  /**
   * Expiry left only other tools' snapshots, all of them made after Firn's last commit: what the
   * properties say holds from the oldest of them on.
   */
  private static void answerFromProperties(List<Point> points, Map<String, String> properties) {
    Point oldest = points.remove(points.size() - 1);
    Map<String, String> summary = new TreeMap<>(oldest.summary());
    for (String key : List.of(CommitKeys.PROGRESS, CommitKeys.RUN_KEY)) {
      Optional.ofNullable(properties.get(key)).ifPresent(value -> summary.put(key, value));
    }
    points.add(new Point(oldest.snapshot(), oldest.committedAt(), oldest.operation(), summary));
  }

  /** The point whose progress holds at {@code place}: itself or the nearest before it. */
  Optional<Point> stampedAt(int place) {
    return points.subList(place, points.size()).stream()
        .filter(point -> point.progress().isPresent())
        .findFirst();
  }

  Optional<Point> oldest() {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }
}

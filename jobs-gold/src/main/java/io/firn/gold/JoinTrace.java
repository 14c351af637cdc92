package io.firn.gold;

import io.firn.gold.ChangeTrace.Lost;
import io.firn.gold.ChangeTrace.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The joins of a {@link ChangeTrace}. A join's condition must be told. The changed rows are joined
 * as the join has it; where it is an outer join that keeps the rows of the other side, a changed
 * row may give or take such a row its only partner, so the partners come once more as if they had
 * none, as they stood before or stand after.
 */
final class JoinTrace {
  private JoinTrace() {}

  /** The changed rows stand on the left. */
  static List<Traced> left(Join join, List<Traced> lefts) throws Lost {
    JoinType type = join.joinType();
    List<Traced> traced = new ArrayList<>();
    for (Traced left : lefts) {
      Set<ExprId> told = with(left.told(), join.right());
      requireTold(join, new Traced(left.plan(), told));
      traced.add(new Traced(joined(join, left.plan(), join.right(), ofLeft(type)), told));
      if (type == RightOuter$.MODULE$ || type == FullOuter$.MODULE$) {
        traced.add(new Traced(alone(join, join.right(), left.plan(), false), told));
      }
    }
    return traced;
  }

  /** Which join of the changed rows on the left gives the results that they have a part in. */
  private static JoinType ofLeft(JoinType type) throws Lost {
    if (type == FullOuter$.MODULE$) {
      return LeftOuter$.MODULE$;
    }
    if (type == RightOuter$.MODULE$) {
      return Inner$.MODULE$;
    }
    boolean same =
        isInner(type)
            || type == LeftOuter$.MODULE$
            || type == LeftSemi$.MODULE$
            || type == LeftAnti$.MODULE$;
    if (!same) {
      throw new Lost("it is joined by a " + type.sql() + " join");
    }
    return type;
  }

  /** The changed rows stand on the right. */
  static List<Traced> right(Join join, List<Traced> rights) throws Lost {
    JoinType type = join.joinType();
    List<Traced> traced = new ArrayList<>();
    for (Traced right : rights) {
      Set<ExprId> told = with(right.told(), join.left());
      requireTold(join, new Traced(right.plan(), told));
      traced.add(new Traced(joined(join, join.left(), right.plan(), ofRight(type)), told));
      if (type == LeftOuter$.MODULE$ || type == FullOuter$.MODULE$) {
        traced.add(new Traced(alone(join, join.left(), right.plan(), true), told));
      }
    }
    return traced;
  }

  /** A left row comes or goes, by a semi or an anti join, only with a partner that changed. */
  private static JoinType ofRight(JoinType type) throws Lost {
    if (type == FullOuter$.MODULE$) {
      return RightOuter$.MODULE$;
    }
    if (type == LeftOuter$.MODULE$) {
      return Inner$.MODULE$;
    }
    if (type == LeftSemi$.MODULE$ || type == LeftAnti$.MODULE$) {
      return LeftSemi$.MODULE$;
    }
    if (!isInner(type) && type != RightOuter$.MODULE$) {
      throw new Lost("it is joined by a " + type.sql() + " join");
    }
    return type;
  }

  private static boolean isInner(JoinType type) {
    return type == Inner$.MODULE$ || type == Cross$.MODULE$;
  }

  private static void requireTold(Join join, Traced both) throws Lost {
    if (join.condition().isDefined() && !both.tells(join.condition().get())) {
      throw new Lost(
          "it is joined by " + join.condition().get().sql() + ", which its rows do not tell");
    }
  }

  private static Set<ExprId> with(Set<ExprId> told, LogicalPlan other) {
    return Stream.concat(told.stream(), ChangeTrace.all(other).stream())
        .collect(Collectors.toSet());
  }

  private static Join joined(Join join, LogicalPlan left, LogicalPlan right, JoinType type) {
    return new Join(left, right, type, join.condition(), join.hint());
  }

  /**
   * The rows of {@code kept} that {@code changed} are partners of, as an outer join gives them when
   * they have none.
   */
  private static LogicalPlan alone(
      Join join, LogicalPlan kept, LogicalPlan changed, boolean keptIsLeft) {
    FreshColumns fresh = FreshColumns.of(changed);
    LogicalPlan partners =
        new Join(
            kept, fresh.plan(), LeftSemi$.MODULE$, join.condition().map(fresh::in), join.hint());
    LogicalPlan none =
        new LocalRelation(
            changed.output(),
            CollectionConverters.asScala(List.<InternalRow>of()).toSeq(),
            false,
            scala.Option.empty());
    return keptIsLeft
        ? joined(join, partners, none, LeftOuter$.MODULE$)
        : joined(join, none, partners, RightOuter$.MODULE$);
  }
}

package io.firn.proof;

import io.firn.run.JobContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** What a process meets that is killed: the next step is never made, nor any behind it. */
final class CutShort extends Error {
  private static final long serialVersionUID = 1L;
  private static final String LOG = "__quarantine_log";

  /** The step of a retry that is not made any more. */
  enum Before {
    NOTING_WHAT_IS_LANDED,
    COMMITTING_TO_BRONZE,
    NOTING_THE_REST
  }

  private CutShort(Before step) {
    super(step.name());
  }

  /** The same context, whose tables end the work before {@code step}. */
  static JobContext before(Before step, JobContext context) {
    return meanwhile(
        step,
        context,
        () -> {
          throw new CutShort(step);
        });
  }

  /** The same context; before {@code step} something else happens. */
  static JobContext meanwhile(Before step, JobContext context, Runnable event) {
    return new JobContext(
        context.pipeline(),
        catalog(step, context.catalog(), event),
        context.spark(),
        context.runKey(),
        context.acceptances(),
        context.startedAt());
  }

  private static Catalog catalog(Before step, Catalog catalog, Runnable event) {
    AtomicInteger opened = new AtomicInteger();
    return (Catalog)
        Proxy.newProxyInstance(
            CutShort.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (proxy, method, arguments) -> {
              boolean loads = method.getName().equals("loadTable");
              if (loads && ((TableIdentifier) arguments[0]).name().equals(LOG)) {
                int before = opened.getAndIncrement();
                if (before == 0 && step == Before.NOTING_WHAT_IS_LANDED
                    || before == 1 && step == Before.NOTING_THE_REST) {
                  event.run();
                }
              }
              Object result = invoke(method, catalog, arguments);
              boolean dies = loads && step == Before.COMMITTING_TO_BRONZE;
              return dies && !((TableIdentifier) arguments[0]).name().startsWith("__")
                  ? table((Table) result, event)
                  : result;
            });
  }

  private static Table table(Table table, Runnable event) {
    return (Table)
        Proxy.newProxyInstance(
            CutShort.class.getClassLoader(),
            new Class<?>[] {Table.class, HasTableOperations.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("newTransaction")) {
                event.run();
              }
              return invoke(method, table, arguments);
            });
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
